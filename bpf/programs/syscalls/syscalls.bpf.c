// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define PARTS		1			/* latency */
#define REST_FIELDS	~0ULL

#include "emit.h"
#include "events.h"
#include "partials.h"
#include "sampling.h"
#include "slots.h"
#include "syscalls.h"

/*
 * One event per finished syscall of a wanted class in a tracked process. Both hooks run for every syscall of the host, so they
 * ask first for what is cheapest and rules out most: the class of the number, then the process.
 *
 * Attached thread_exit first, then sys_exit, then sys_enter, detached the other way round: every start that is noted then has
 * its end seen and its entry given back. A call that was under way at attach has no start and is not an event. Classes of which
 * only the result is told need sys_exit alone.
 *
 * There are two sets of programs. Those at tp_btf are the quicker ones. Where the kernel runs them preemptibly (7.2 does; user
 * space finds out) it skips them for all other threads of a CPU while one is preempted inside. Those at tp, the tracepoints of
 * perf, run with preemption off on every kernel.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

EVENT_IN_BTF(syscall_event);

static __always_inline void note_start(__u8 type, __u32 tid, __u32 process)
{
	struct in_flight *entry = take_entry(tid);

	if (entry) {
		entry->process = process;
		entry->start_ns = bpf_ktime_get_ns();
	} else {
		struct in_flight start = { .start_ns = bpf_ktime_get_ns(), .tid = tid, .process = process };

		if (bpf_map_update_elem(&overflow, &tid, &start, BPF_ANY))
			count_incomplete(type);
	}
}

/* When the call under way began; 0 if that is unknown or was noted for another program image. */
static __always_inline __u64 take_start(__u32 tid, __u32 process)
{
	struct in_flight *entry = &in_flight[index_of(tid)];
	__u64 start;

	if (entry->tid == tid) {
		start = entry->process == process ? entry->start_ns : 0;
		entry->start_ns = 0;
		return start;
	}
	entry = bpf_map_lookup_elem(&overflow, &tid);
	if (!entry)
		return 0;
	start = entry->process == process ? entry->start_ns : 0;
	bpf_map_delete_elem(&overflow, &tid);
	return start;
}

/* Of results only success and failure make rows, and only where the latency is not told. */
static __always_inline void add_up(__u8 type, __u64 pid_tgid, __u32 process, __u64 start, long ret)
{
	__u64 now = bpf_ktime_get_ns();
	struct partial *partial = count_event(now, type, process, pid_tgid >> 32, !start && ret < 0 ? -1 : 0);

	if (partial && start)
		add_time(&partial->parts[0], now - start);
}

/* A start of 0 means that the latency is not told. */
static __always_inline void emit(__u8 type, __u64 pid_tgid, __u32 process, __u64 start, long ret)
{
	struct syscall_event *e;
	void *ring;

	if (is_partial(type)) {
		add_up(type, pid_tgid, process, start, ret);
		return;
	}
	ring = ring_of(bpf_get_smp_processor_id());
	e = BEGIN_FREQUENT(ring, sizeof(*e), type, process, pid_tgid);
	if (!e)
		return;
	e->latency_ns = start ? e->header.timestamp_ns - start : 0;
	e->ret = ret;
	submit(ring, e);
}

static __always_inline int on_enter(unsigned long number)
{
	__u8 type = class_of_syscall(number);
	__u64 pid_tgid;
	__u32 process;

	if (!type || is_exit_only(type))
		return 0;
	pid_tgid = bpf_get_current_pid_tgid();
	process = process_of(pid_tgid >> 32);
	if (!process || !is_sampled(type) || is_compat_syscall())
		return 0;
	note_start(type, (__u32)pid_tgid, process);
	return 0;
}

static __always_inline int on_exit(unsigned long number, long ret)
{
	__u8 type = class_of_syscall(number);
	__u64 pid_tgid, start;
	__u32 process;

	if (!type)
		return 0;
	pid_tgid = bpf_get_current_pid_tgid();
	process = process_of(pid_tgid >> 32);
	if (!process)
		return 0;
	if (is_exit_only(type)) {
		if (is_sampled(type) && !is_compat_syscall())
			emit(type, pid_tgid, process, 0, ret);
		return 0;
	}
	start = take_start((__u32)pid_tgid, process);
	if (start)
		emit(type, pid_tgid, process, start, ret);
	return 0;
}

SEC("tp_btf/sys_enter")
int BPF_PROG(sys_enter, struct pt_regs *regs, long number)
{
	return on_enter(number);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit, struct pt_regs *regs, long ret)
{
	return on_exit(syscall_number(regs), ret);
}

/* A thread may end inside a syscall: what it held goes back, so that no later thread finds it. */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(thread_exit, struct task_struct *task)
{
	release_entry(task->pid);
	return 0;
}

SEC("tp/raw_syscalls/sys_enter")
int sys_enter_tp(struct trace_event_raw_sys_enter *call)
{
	return on_enter(call->id);
}

SEC("tp/raw_syscalls/sys_exit")
int sys_exit_tp(struct trace_event_raw_sys_exit *call)
{
	return on_exit(call->id, call->ret);
}

SEC("tp/sched/sched_process_exit")
int thread_exit_tp(void *unused)
{
	release_entry((__u32)bpf_get_current_pid_tgid());
	return 0;
}
