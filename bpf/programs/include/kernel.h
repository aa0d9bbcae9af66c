/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_KERNEL_H
#define BORESCOPE_KERNEL_H

#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>

/* The few kernel fields the programs read. Offsets come from the running kernel's BTF when the object is loaded (CO-RE). */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
	unsigned long orig_ax;
};

struct thread_info {
	__u32 status;
};
#elif defined(__TARGET_ARCH_arm64)
struct pt_regs {
	__s32 syscallno;
};

struct thread_info {
	unsigned long flags;
	__u64 preempt_count;
};
#else
#error "build with -D__TARGET_ARCH_x86 or -D__TARGET_ARCH_arm64"
#endif

typedef struct {
	int counter;
} atomic_t;

struct signal_struct {
	atomic_t live;
};

struct sched_entity {
	__u64 sum_exec_runtime;
	__u64 prev_sum_exec_runtime;		/* of the last switch-in */
};

struct task_struct {
	struct thread_info thread_info;
	unsigned int __state;
	unsigned int flags;
	int exit_code;
	int pid;
	int tgid;
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	unsigned long nvcsw;
	unsigned long nivcsw;
	__u64 start_boottime;
	char comm[16];
	struct signal_struct *signal;
	struct sched_entity se;
};

/* Before Linux 5.14 (commit 2f064a59a11f) the state was a long with another name. */
struct task_struct___before_5_14 {
	long state;
};

struct linux_binprm {
	const char *filename;
};

/* What the tracepoints of perf hand to programs. */
struct trace_event_raw_sys_enter {
	long id;
};

struct trace_event_raw_sys_exit {
	long id;
	long ret;
};

struct trace_event_raw_sched_process_exec {
	__u32 __data_loc_filename;		/* its offset in the lower half, its length in the upper one */
};

struct trace_event_raw_sock_msg_length {
	void *sk;
	int ret;
	int flags;
};

#pragma clang attribute pop

#define PF_EXITING 0x4
#define TASK_DEAD 0x80
#define PF_KTHREAD 0x00200000

#endif
