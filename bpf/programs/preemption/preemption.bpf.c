// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

/*
 * Whether programs at raw tracepoints can be preempted: two programs look at the kernel's count of reasons not to preempt. The
 * scheduler's switch never is, so a count of 0 there says that this kernel does not count.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile __u32 asking_tgid;

#define SEEN		0x100		/* or'ed to what was seen, so that 0 stands for nothing */
#define DEPTH		0xff		/* of preempt_count: how often preemption has been turned off */

struct answers {
	__u32 at_rename;
	__u32 at_switch;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct answers);
} answers SEC(".maps");

#if defined(__TARGET_ARCH_x86)
extern const int __preempt_count __ksym __weak;	/* Linux 6.2 to 6.14 keep it elsewhere; they never preempt here */

static __always_inline __u32 depth(void)
{
	const int *count = &__preempt_count ? bpf_this_cpu_ptr(&__preempt_count) : NULL;

	return count ? SEEN | (*count & DEPTH) : 0;
}
#else
static __always_inline __u32 depth(void)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	return SEEN | (BPF_CORE_READ(task, thread_info.preempt_count) & DEPTH);
}
#endif

static __always_inline struct answers *answers_of_asking(void)
{
	__u32 key = 0;

	return bpf_get_current_pid_tgid() >> 32 == asking_tgid ? bpf_map_lookup_elem(&answers, &key) : NULL;
}

SEC("tp_btf/task_rename")
int at_rename(void *unused)
{
	struct answers *answers = answers_of_asking();

	if (answers)
		answers->at_rename = depth();
	return 0;
}

SEC("tp_btf/sched_switch")
int at_switch(void *unused)
{
	struct answers *answers = answers_of_asking();

	if (answers)
		answers->at_switch = depth();
	return 0;
}
