/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_SCHED_H
#define BORESCOPE_SCHED_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "kernel.h"
#include "lost.h"
#include "slots.h"

#define LONGEST_TICK_NS		10000000	/* of the scheduler: HZ is 100 or more */

const volatile __u64 tick_ns;			/* time between two ticks */

/* The tracked thread on this CPU. */
struct running {
	__u64 task;			/* identity only, never followed; 0 = none. A pid may change under exec */
	__u64 slice_start_ns;
	__u64 told_ns;			/* when it was last charged, CLOCK_MONOTONIC */
	__u64 charged_runtime_ns;	/* the task's sum_exec_runtime up to which it is charged */
	__u32 process;			/* serial that is charged */
	__u32 pid, tid;
	__u32 in_exec;			/* the exec program is at work here: a tick that interrupts it keeps away */
	__u32 voluntary_switches;	/* of the task, at the start of the slice */
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

/* 0 while it can run, else what it waits for. */
static __always_inline __u32 state_of(struct task_struct *task)
{
	if (bpf_core_field_exists(task->__state))
		return task->__state;
	return ((struct task_struct___before_5_14 *)task)->state;
}

static __always_inline bool current_is_exiting(void)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	return BPF_CORE_READ(task, flags) & PF_EXITING;
}

#define WAITING		65536		/* a power of two */
#define OVERFLOW	8192

/* Entries in use - 1, a power of two; fewer than all only in tests, which want collisions. */
const volatile __u32 waiting_mask = WAITING - 1;

/* In waiting.key: tid, PREEMPTED, and on top how often the thread has left a CPU. */
#define TID_MASK	0x7fffffffu
#define PREEMPTED	0x80000000u

/*
 * A thread of a tracked process that is off the CPUs. The key says whose it is and, by the kernel's count of the thread's
 * switches, between which two of its slices: when a switch was not told, or the tid has a new owner, it does not match and
 * nothing is made of the rest. Being one word it is never half written; what two threads that leave at the same moment
 * with the same index may mix up beside it differs by nanoseconds.
 */
struct waiting {
	__u64 key;			/* 0 = free */
	__u64 left_ns;			/* CLOCK_MONOTONIC; 0 = a new thread */
	__u64 woken_ns;			/* 0 = not yet */
	__u32 pid;			/* with the serial tells whether the process is still tracked */
	__u32 process;
};

/*
 * Direct-mapped by tid. A thread whose entry belongs to another one that waits lives in `waiting_overflow`, at the price of a
 * hash map; what is left behind there is pushed out. Not task storage: it costs the same (docs/probe-costs.md), but Linux 5.10
 * lacks it here, and it would allocate with the runqueue locked.
 */
struct waiting waiting[WAITING];

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, OVERFLOW);
	__type(key, __u32);
	__type(value, struct waiting);
} waiting_overflow SEC(".maps");

/* The kernel counts a switch before it tells of it. */
static __always_inline __u64 key_of(struct task_struct *task)
{
	return (task->nvcsw + task->nivcsw) << 32 | (__u32)task->pid;
}

static __always_inline struct waiting *direct_entry(__u32 tid)
{
	return &waiting[tid & waiting_mask & (WAITING - 1)];
}

/* What is known of this thread, maybe from an earlier one of the same tid; null if nothing. */
static __always_inline struct waiting *find_waiting(__u32 tid)
{
	struct waiting *w = direct_entry(tid);

	if (((__u32)w->key & TID_MASK) == tid)
		return w;
	return bpf_map_lookup_elem(&waiting_overflow, &tid);
}

/* Whether an entry holds what another thread still needs. */
static __always_inline bool is_taken(struct waiting *w, __u32 tid)
{
	return w->key && ((__u32)w->key & TID_MASK) != tid && process_of(w->pid) == w->process;
}

static __always_inline void begin_waiting(struct task_struct *task, __u32 process, __u32 preempted, __u64 left_ns, __u64 woken_ns)
{
	__u32 tid = task->pid;
	struct waiting *w = direct_entry(tid);

	if (is_taken(w, tid)) {
		struct waiting new = {
			.key = key_of(task) | preempted,
			.left_ns = left_ns,
			.woken_ns = woken_ns,
			.pid = task->tgid,
			.process = process,
		};

		if (bpf_map_update_elem(&waiting_overflow, &tid, &new, BPF_ANY))
			count_incomplete(EVENT_SCHED_RUNQUEUE);
		return;
	}
	w->left_ns = left_ns;
	w->woken_ns = woken_ns;
	w->pid = task->tgid;
	w->process = process;
	w->key = key_of(task) | preempted;
}

/* The serial with which a thread left its CPU; 0 if that is not known. */
static __always_inline __u32 process_when_left(struct task_struct *task)
{
	struct waiting *w = find_waiting(task->pid);

	return w && (w->key & ~(__u64)PREEMPTED) == key_of(task) ? w->process : 0;
}

static __always_inline void forget_waiting(__u32 tid)
{
	struct waiting *w = find_waiting(tid);

	if (w)
		w->key = 0;
}

#endif
