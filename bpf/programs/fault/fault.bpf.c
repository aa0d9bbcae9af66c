// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define PARTS		1			/* latency */
#define REST_FIELDS	~0ULL

#include "emit.h"
#include "events.h"
#include "fault.h"
#include "partials.h"
#include "sampling.h"
#include "slots.h"

/*
 * One event per page fault of a tracked process that the kernel has resolved: what it counts as min_flt and maj_flt of the
 * thread. An attempt that is to be repeated (VM_FAULT_RETRY) is not a fault yet, one that ends in a signal never was.
 *
 * The ways differ in what they see. handle_mm_fault is called for each of these faults. The perf events are not raised for
 * pages that the kernel touches for a process without an exception (mlock, direct I/O); their latency begins at the exception,
 * which exists as a tracepoint on x86 only.
 *
 * A fault is known to be one when it ends, so only then it is asked whether it is sampled.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

EVENT_IN_BTF(fault_event);

static __always_inline void add_up(__u64 pid_tgid, __u32 process, __u32 major)
{
	__u64 now = bpf_ktime_get_ns();
	__u64 latency = take_latency((__u32)pid_tgid, now);
	struct partial *partial = count_event(now, EVENT_PAGE_FAULT, process, pid_tgid >> 32, major);

	if (partial && latency)
		add_time(&partial->parts[0], latency);
}

static __always_inline void emit(__u64 pid_tgid, __u32 process, __u64 address, __u32 major)
{
	struct fault_event *e;
	void *ring;

	if (!is_sampled(EVENT_PAGE_FAULT))
		return;
	if (is_partial(EVENT_PAGE_FAULT)) {
		add_up(pid_tgid, process, major);
		return;
	}
	ring = ring_of(bpf_get_smp_processor_id());
	e = BEGIN_FREQUENT(ring, sizeof(*e), EVENT_PAGE_FAULT, process, pid_tgid);
	if (!e)
		return;
	e->address = address;
	e->latency_ns = take_latency((__u32)pid_tgid, e->header.timestamp_ns);
	e->major = major;
	e->pad = 0;
	submit(ring, e);
}

/* A repeated attempt goes on with the start of the first one. */
static __always_inline void attempt_begins(__u32 tid, __u32 flags)
{
	if (!(flags & FAULT_FLAG_TRIED) || !is_under_way(tid))
		note_start(tid);
}

/* As the kernel accounts it in mm_account_fault: major if any attempt had to wait for the page. */
static __always_inline void attempt_ends(__u64 pid_tgid, __u32 process, __u64 address, __u32 flags, __u32 result)
{
	if (result & VM_FAULT_RETRY)
		return;
	if (result & VM_FAULT_ERROR)
		forget_start((__u32)pid_tgid);
	else
		emit(pid_tgid, process, address, result & VM_FAULT_MAJOR || flags & FAULT_FLAG_TRIED);
}

SEC("fentry/handle_mm_fault")
int BPF_PROG(fault_entry, struct vm_area_struct *vma, unsigned long address, unsigned int flags)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();

	if (process_of(pid_tgid >> 32))
		attempt_begins((__u32)pid_tgid, flags);
	return 0;
}

SEC("fexit/handle_mm_fault")
int BPF_PROG(fault_exit, struct vm_area_struct *vma, unsigned long address, unsigned int flags, struct pt_regs *regs,
	     unsigned int result)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 process = process_of(pid_tgid >> 32);

	if (process)
		attempt_ends(pid_tgid, process, address, flags, result);
	return 0;
}

static __always_inline void exception_begins(void)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();

	if (process_of(pid_tgid >> 32))
		note_start((__u32)pid_tgid);
}

SEC("tp_btf/page_fault_user")
int BPF_PROG(user_exception, unsigned long address)
{
	exception_begins();
	return 0;
}

/* The kernel touches memory of a process, in a system call for instance. */
SEC("tp_btf/page_fault_kernel")
int BPF_PROG(kernel_exception, unsigned long address)
{
	exception_begins();
	return 0;
}

static __always_inline void counted(struct bpf_perf_event_data *ctx, __u32 major)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 process = process_of(pid_tgid >> 32);

	if (process)
		emit(pid_tgid, process, ctx->addr, major);
}

SEC("perf_event")
int minor_fault(struct bpf_perf_event_data *ctx)
{
	counted(ctx, 0);
	return 0;
}

SEC("perf_event")
int major_fault(struct bpf_perf_event_data *ctx)
{
	counted(ctx, 1);
	return 0;
}

SEC("kprobe/handle_mm_fault")
int fault_called(struct pt_regs___call *ctx)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 tid = pid_tgid;
	struct fault_call *call = &calls[index_of(tid)];

	if (!process_of(pid_tgid >> 32))
		return 0;
	call->address = SECOND_ARGUMENT(ctx);
	call->flags = THIRD_ARGUMENT(ctx);
	call->tid = tid;
	attempt_begins(tid, call->flags);
	return 0;
}

SEC("kretprobe/handle_mm_fault")
int fault_returned(struct pt_regs___call *ctx)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 process = process_of(pid_tgid >> 32);
	struct fault_call *call = &calls[index_of((__u32)pid_tgid)];

	if (!process)
		return 0;
	if (call->tid == (__u32)pid_tgid)
		attempt_ends(pid_tgid, process, call->address, call->flags, RESULT(ctx));
	else
		count_incomplete(EVENT_PAGE_FAULT);
	return 0;
}
