// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "emit.h"
#include "events.h"
#include "sampling.h"
#include "sched.h"
#include "slots.h"

/*
 * CPU time of tracked processes: charged when a thread leaves its CPU and, at every tick, while it stays there.
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

static __always_inline void start(volatile struct running *r, __u64 task, __u64 runtime, __u32 pid, __u32 tid, __u32 process)
{
	__u64 now = bpf_ktime_get_ns();

	r->task = task;
	r->slice_start_ns = now;
	r->told_ns = now;
	r->charged_runtime_ns = runtime;
	r->process = process;
	r->pid = pid;
	r->tid = tid;
}

/*
 * The same for a thread whose switch-in was not told: it ran when its process was first tracked, or the kernel shields the task
 * before it from tracing, as some virtual machines do with their supervisor. What it ran for since its switch-in, the scheduler
 * knows (`before` is its runtime then; scheduling classes other than the fair one do not keep it, hence the bound).
 */
static __always_inline void resume(volatile struct running *r, __u64 task, __u64 runtime, __u64 before, __u32 pid, __u32 tid,
				   __u32 process)
{
	__u64 ran = runtime > before ? runtime - before : 0;

	if (ran > tick_ns)
		ran = tick_ns;
	start(r, task, runtime - ran, pid, tid, process);
	r->slice_start_ns -= ran;
	r->told_ns -= ran;
}

/* Charges up to `runtime`, which grows with the task; it may stand a little behind what was charged at an exec. */
static __always_inline void charge(volatile struct running *r, __u64 runtime, __u32 flags)
{
	__u64 now = bpf_ktime_get_ns();
	struct cpu_event *e = NULL;
	void *ring;

	if (is_sampled(EVENT_SCHED_SWITCH)) {
		ring = ring_of(bpf_get_smp_processor_id());
		e = begin_event(ring, sizeof(*e), EVENT_SCHED_SWITCH, r->process, r->pid, r->tid);
	}
	if (e) {
		now = e->header.timestamp_ns;
		e->span_ns = runtime > r->charged_runtime_ns ? runtime - r->charged_runtime_ns : 0;
		e->slice_ns = flags & CPU_SLICE_ENDED ? now - r->slice_start_ns : 0;
		e->flags = flags;
		e->pad = 0;
		submit(ring, e);
	}
	r->told_ns = now;
	if (runtime > r->charged_runtime_ns)
		r->charged_runtime_ns = runtime;
}

/* The running task's runtime by now: the scheduler's last figure, grown by the clock, but by one scheduler tick at most. */
static __always_inline __u64 runtime_by_now(volatile struct running *r, __u64 runtime)
{
	__u64 grown = r->charged_runtime_ns + (bpf_ktime_get_ns() - r->told_ns);

	if (grown < runtime)
		return runtime;
	return grown < runtime + LONGEST_TICK_NS ? grown : runtime + LONGEST_TICK_NS;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(sched_switch, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	volatile struct running *r = running_here();
	__u32 process;

	if (!r)
		return 0;
	process = process_of(prev->tgid);
	if (process && r->task != (__u64)prev)
		resume(r, (__u64)prev, prev->se.sum_exec_runtime, prev->se.prev_sum_exec_runtime, prev->tgid, prev->pid, process);
	if (r->task == (__u64)prev)
		charge(r, prev->se.sum_exec_runtime, CPU_SLICE_ENDED | (!preempt && is_waiting(prev) ? CPU_VOLUNTARY : 0));
	r->task = 0;
	process = process_of(next->tgid);
	if (process)
		start(r, (__u64)next, next->se.sum_exec_runtime, next->tgid, next->pid, process);
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
		resume(r, (__u64)task, runtime, BPF_CORE_READ(task, se.prev_sum_exec_runtime), pid_tgid >> 32, (__u32)pid_tgid,
		       process);
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
		start(r, (__u64)task, task->se.sum_exec_runtime, task->tgid, task->pid, process);
	}
	if (!process)
		r->task = 0;
	r->in_exec = 0;
	return 0;
}
