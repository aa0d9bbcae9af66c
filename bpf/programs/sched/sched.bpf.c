// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define PARTS		2			/* CPU time, slice; run queue, off CPU */
#define REST_FIELDS	~0ULL

#include "emit.h"
#include "events.h"
#include "partials.h"
#include "sampling.h"
#include "sched.h"
#include "slots.h"

/*
 * CPU time of tracked processes: charged when a thread leaves its CPU and, at every tick, while it stays there. And how long
 * their threads wait for a CPU.
 *
 * The amounts are the scheduler's own (sum_exec_runtime), so that they add up to what /proc and cgroups say: time that the
 * hypervisor stole or an interrupt took is not the thread's. At a switch the figure is exact. In between it is as old as the
 * scheduler's last look at this CPU; how far it has grown since is told by the clock, and put right by the next charge.
 *
 * sched_switch runs with interrupts off and the tick in an interrupt, so the two never meet on one CPU. Exec is told so that
 * the time before it is charged to the old image; the tracker's own exec program is attached earlier and has run by then.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

EVENT_IN_BTF(cpu_event);
EVENT_IN_BTF(runqueue_event);

static __always_inline __u64 pid_tgid_of(struct task_struct *task)
{
	return (__u64)task->tgid << 32 | (__u32)task->pid;
}

static __always_inline void start(volatile struct running *r, struct task_struct *task, __u64 runtime, __u32 switches, __u64 now,
				  __u64 pid_tgid, __u32 process)
{
	r->task = (__u64)task;
	r->slice_start_ns = now;
	r->told_ns = now;
	r->charged_runtime_ns = runtime;
	r->process = process;
	r->pid = pid_tgid >> 32;
	r->tid = (__u32)pid_tgid;
	r->voluntary_switches = switches;
}

/*
 * The same for a thread whose switch-in was not told: it ran when its process was first tracked, or the kernel shields the task
 * before it from tracing, as some virtual machines do with their supervisor. What it ran for since its switch-in, the scheduler
 * knows (`before` is its runtime then; scheduling classes other than the fair one do not keep it, hence the bound).
 */
static __always_inline void resume(volatile struct running *r, struct task_struct *task, __u64 runtime, __u64 before,
				   __u32 switches, __u64 pid_tgid, __u32 process)
{
	__u64 ran = runtime > before ? runtime - before : 0;

	if (ran > tick_ns)
		ran = tick_ns;
	start(r, task, runtime - ran, switches, bpf_ktime_get_ns() - ran, pid_tgid, process);
}

/* The part of a span that lies before its last cell. Windows may be shorter than a tick. Returns what found no room. */
static __noinline __u64 add_earlier(volatile struct cells *known, volatile struct running *r, __u64 cell, __u64 span)
{
	struct partial *partial;
	__u64 length, part;
	int i;

	for (i = 1; i <= EARLIER_CELLS && span; i++) {
		cell--;
		length = end_of(known, cell) - end_of(known, cell - 1);
		part = span < length || i == EARLIER_CELLS ? span : length;
		partial = partial_in(cell, EVENT_SCHED_SWITCH, r->process, r->pid, 0);
		if (!partial)
			break;
		add_amount(&partial->parts[0], part);
		span -= part;
	}
	return span;
}

static __always_inline void charge_partial(volatile struct running *r, __u64 now, __u64 span, __u64 slice, __u32 flags)
{
	volatile struct cells *known = known_cells();
	struct partial *partial;
	__u64 cell, begin;

	if (!known)
		return;
	cell = cell_at(known, now);
	begin = end_of(known, cell - 1);
	if (now >= begin && span > now - begin) {
		span = now - begin + add_earlier(known, r, cell, span - (now - begin));
	}
	partial = partial_in(cell, EVENT_SCHED_SWITCH, r->process, r->pid, flags);
	if (!partial) {
		count_lost(EVENT_SCHED_SWITCH);
		return;
	}
	partial->events++;
	add_amount(&partial->parts[0], span);
	if (flags & CPU_SLICE_ENDED)
		add_time(&partial->parts[1], slice);
}

static __always_inline __u64 span_of(volatile struct running *r, __u64 runtime)
{
	return runtime > r->charged_runtime_ns ? runtime - r->charged_runtime_ns : 0;
}

static __always_inline __u64 slice_of(volatile struct running *r, __u64 now, __u32 flags)
{
	return flags & CPU_SLICE_ENDED && now > r->slice_start_ns ? now - r->slice_start_ns : 0;
}

/*
 * Charges up to `runtime`, which grows with the task; it may stand a little behind what was charged at an exec. Returns the time
 * up to which it charged: the clock is among the dearest things here, so it is read once.
 */
static __always_inline __u64 charge(volatile struct running *r, __u64 runtime, __u32 flags)
{
	struct cpu_event *e = NULL;
	void *ring;
	__u64 now;

	if (is_sampled(EVENT_SCHED_SWITCH)) {
		if (is_partial(EVENT_SCHED_SWITCH)) {
			now = bpf_ktime_get_ns();
			charge_partial(r, now, span_of(r, runtime), slice_of(r, now, flags), flags);
			goto charged;
		}
		ring = ring_of(bpf_get_smp_processor_id());
		e = begin_event(ring, sizeof(*e), EVENT_SCHED_SWITCH, r->process, r->pid, r->tid);
	}
	if (e) {
		now = e->header.timestamp_ns;
		e->span_ns = span_of(r, runtime);
		e->slice_ns = slice_of(r, now, flags);
		e->flags = flags;
		e->pad = 0;
		submit(ring, e);
	} else {
		now = bpf_ktime_get_ns();
	}
charged:
	r->told_ns = now;
	if (runtime > r->charged_runtime_ns)
		r->charged_runtime_ns = runtime;
	return now;
}

/* The running task's runtime by now: the scheduler's last figure, grown by the clock, but by one scheduler tick at most. */
static __always_inline __u64 runtime_by_now(volatile struct running *r, __u64 runtime)
{
	__u64 grown = r->charged_runtime_ns + (bpf_ktime_get_ns() - r->told_ns);

	if (grown < runtime)
		return runtime;
	return grown < runtime + LONGEST_TICK_NS ? grown : runtime + LONGEST_TICK_NS;
}

/*
 * A thread that was preempted, or yielded, still wants a CPU: it is in the queue from now on, even if it was about to sleep. The
 * others are when they are woken. A dead one never comes back. One that is exiting is remembered even if nothing of it is to be
 * told: should its process have left its slot when it comes back, the rest of its time is still charged.
 */
static __always_inline void begin_off_cpu(struct task_struct *task, __u32 process, bool runnable, __u64 now)
{
	if (state_of(task) & TASK_DEAD)
		forget_waiting(task->pid);
	else if (process && is_sampled(EVENT_SCHED_RUNQUEUE))
		begin_waiting(task, process, runnable ? PREEMPTED : 0, now, 0);
	else if (process && task->flags & PF_EXITING)
		begin_waiting(task, process, PREEMPTED, 0, 0);
}

/* Returns the time. */
static __always_inline __u64 queue_partial(struct task_struct *task, __u32 process, __u64 queued, __u64 left)
{
	__u64 now = bpf_ktime_get_ns();
	struct partial *partial = count_event(now, EVENT_SCHED_RUNQUEUE, process, task->tgid, 0);

	if (partial && now > queued)
		add_time(&partial->parts[0], now - queued);
	if (partial && left && now > left)
		add_time(&partial->parts[1], now - left);
	return now;
}

/* A thread that slept is in no queue as far as we know unless it was seen to be woken. Returns the time. */
static __always_inline __u64 end_off_cpu(struct task_struct *task, __u32 process)
{
	struct waiting *w = find_waiting(task->pid);
	struct runqueue_event *e;
	__u64 key, left, queued, now;
	void *ring;

	if (!w)
		return bpf_ktime_get_ns();
	key = w->key;
	left = w->left_ns;
	queued = key & PREEMPTED ? left : w->woken_ns;
	w->key = 0;
	if ((key & ~(__u64)PREEMPTED) != key_of(task) || !queued)
		return bpf_ktime_get_ns();
	if (is_partial(EVENT_SCHED_RUNQUEUE))
		return queue_partial(task, process, queued, left);
	ring = ring_of(bpf_get_smp_processor_id());
	e = begin_event(ring, sizeof(*e), EVENT_SCHED_RUNQUEUE, process, task->tgid, task->pid);
	if (!e)
		return bpf_ktime_get_ns();
	now = e->header.timestamp_ns;
	e->runqueue_ns = now > queued ? now - queued : 0;
	e->off_cpu_ns = left && now > left ? now - left : 0;
	e->preempted = !!(key & PREEMPTED);
	e->pad = 0;
	submit(ring, e);
	return now;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(sched_switch, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	__u32 process = process_of(prev->tgid);
	volatile struct running *r = running_here();
	__u64 now;

	if (!r)
		return 0;
	if (process && r->task != (__u64)prev)
		resume(r, prev, prev->se.sum_exec_runtime, prev->se.prev_sum_exec_runtime,
		       prev->nvcsw - (!preempt && state_of(prev)), pid_tgid_of(prev), process);
	if (r->task == (__u64)prev) {
		bool voluntary = (__u32)prev->nvcsw != r->voluntary_switches;

		if (!process && prev->flags & PF_EXITING)
			process = r->process;
		now = charge(r, prev->se.sum_exec_runtime, CPU_SLICE_ENDED | (voluntary ? CPU_VOLUNTARY : 0));
		begin_off_cpu(prev, process, preempt || !state_of(prev), now);
	}
	r->task = 0;
	process = process_of(next->tgid);
	if (!process && next->flags & PF_EXITING)
		process = process_when_left(next);
	if (process) {
		now = end_off_cpu(next, process);
		start(r, next, next->se.sum_exec_runtime, next->nvcsw, now, pid_tgid_of(next), process);
	}
	return 0;
}

/* Told with the thread in its runqueue. One that was woken before it really left its CPU has no entry, or stays PREEMPTED. */
SEC("tp_btf/sched_wakeup")
int BPF_PROG(woken, struct task_struct *task)
{
	struct waiting *w;

	if (!process_of(task->tgid))
		return 0;
	w = find_waiting(task->pid);
	if (w && !(w->key & PREEMPTED) && !w->woken_ns)
		w->woken_ns = bpf_ktime_get_ns();
	return 0;
}

/* Follows the fork, at which the tracker put a new process into its slot. */
SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(woken_new, struct task_struct *task)
{
	__u32 process = process_of(task->tgid);

	if (process && is_sampled(EVENT_SCHED_RUNQUEUE))
		begin_waiting(task, process, 0, 0, bpf_ktime_get_ns());
	return 0;
}

/* The end of a process empties its slot, but its thread still has to leave the CPU: it is charged until it does. */
static __always_inline void continue_slice(volatile struct running *r, __u64 runtime, __u32 process)
{
	charge(r, runtime_by_now(r, runtime), 0);
	if (process)
		r->process = process;
	else if (!current_is_exiting())
		r->task = 0;
}

SEC("perf_event")
int cpu_tick(void *ctx)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	volatile struct running *r = running_here();
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	__u64 runtime;
	__u32 process;

	if (!pid_tgid || !r || r->in_exec)
		return 0;
	process = process_of(pid_tgid >> 32);
	runtime = BPF_CORE_READ(task, se.sum_exec_runtime);
	if (r->task == (__u64)task)
		continue_slice(r, runtime, process);
	else if (process)
		resume(r, task, runtime, BPF_CORE_READ(task, se.prev_sum_exec_runtime), BPF_CORE_READ(task, nvcsw), pid_tgid, process);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(cpu_exec, struct task_struct *task, int old_tid)
{
	volatile struct running *r = running_here();
	__u32 process = process_of(task->tgid);

	if (!r)
		return 0;
	r->in_exec = 1;
	if (r->task == (__u64)task) {
		charge(r, runtime_by_now(r, task->se.sum_exec_runtime), 0);
		r->process = process;
		r->tid = task->pid;
	} else if (process) {
		start(r, task, task->se.sum_exec_runtime, task->nvcsw, bpf_ktime_get_ns(), pid_tgid_of(task), process);
	}
	if (!process)
		r->task = 0;
	r->in_exec = 0;
	return 0;
}
