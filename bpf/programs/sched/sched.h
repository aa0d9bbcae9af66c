/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_SCHED_H
#define BORESCOPE_SCHED_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "kernel.h"

#define LONGEST_TICK_NS		10000000	/* of the scheduler: HZ is 100 or more */

const volatile __u64 tick_ns;			/* time between two ticks */

/* The tracked thread on this CPU. State is per CPU only: nothing is kept for a thread that is not running. */
struct running {
	__u64 task;			/* identity only, never followed; 0 = none. A pid may change under exec */
	__u64 slice_start_ns;
	__u64 told_ns;			/* when it was last charged, CLOCK_MONOTONIC */
	__u64 charged_runtime_ns;	/* the task's sum_exec_runtime up to which it is charged */
	__u32 process;			/* serial that is charged */
	__u32 pid, tid;
	__u32 in_exec;			/* the exec program is at work here: a tick that interrupts it keeps away */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct running);
} running SEC(".maps");

static __always_inline volatile struct running *running_here(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&running, &key);
}

/* Whether a thread that leaves its CPU has something to wait for. */
static __always_inline bool is_waiting(struct task_struct *task)
{
	if (bpf_core_field_exists(task->__state))
		return task->__state != 0;
	return ((struct task_struct___before_5_14 *)task)->state != 0;
}

static __always_inline bool current_is_exiting(void)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	return BPF_CORE_READ(task, flags) & PF_EXITING;
}

#endif
