// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "emit.h"
#include "events.h"
#include "io_uring.h"
#include "sampling.h"
#include "slots.h"

/*
 * One event per request of io_uring that a tracked process submits, and one per completion it gets: one request may have many
 * of them, and those of a request that the kernel turned down at once come without a submission.
 *
 * The programs are at the tracepoints of perf, whose fields have the same names on all kernels; the arguments of the raw
 * tracepoints have changed six times. And they run with preemption off: programs at raw tracepoints in process context are
 * preemptible from Linux 7.0 on, and skipped while that lasts.
 *
 * A completion may come about in any context, so it is told for who submitted the request, or else for the ring's owner.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

EVENT_IN_BTF(io_uring_event);

static __always_inline void emit(__u16 type, struct request *request, __s32 result)
{
	void *ring = ring_of(bpf_get_smp_processor_id());
	struct io_uring_event *e = BEGIN_FREQUENT(ring, sizeof(*e), type, request->process, request->pid_tgid);

	if (!e)
		return;
	e->latency_ns = request->start_ns ? e->header.timestamp_ns - request->start_ns : 0;
	e->result = result;
	e->opcode = request->opcode;
	submit(ring, e);
}

/* Before Linux 5.12 a kernel thread may submit for the process (SQPOLL): then the ring's owner is meant. */
static __always_inline int on_submit(struct request_key *key, __u8 opcode)
{
	struct request request = { .pid_tgid = bpf_get_current_pid_tgid(), .opcode = opcode };
	struct owner *owner = bpf_map_lookup_elem(&owners, &key->ring);

	request.process = process_of(request.pid_tgid >> 32);
	if (request.process) {
		if (!owner || owner->process != request.process)
			set_owner(key->ring, request.pid_tgid, request.process);
	} else {
		if (!owner || !is_current(owner))
			return 0;
		request.process = owner->process;
		request.pid_tgid = owner->pid_tgid;
	}
	if (is_sampled(EVENT_IO_URING_SUBMIT))
		emit(EVENT_IO_URING_SUBMIT, &request, 0);
	request.start_ns = bpf_ktime_get_ns();
	bpf_map_update_elem(&requests, key, &request, BPF_ANY);
	return 0;
}

/* Whether it is to be told is asked here and not at submission: what was left out there could not be told from what came without. */
static __always_inline int on_complete(struct request_key *key, __u32 opcode, __s32 result, bool more)
{
	struct owner *owner = bpf_map_lookup_elem(&owners, &key->ring);
	struct request request = { .opcode = opcode };
	struct request *known;

	if (!owner || !is_current(owner))
		return 0;
	known = bpf_map_lookup_elem(&requests, key);
	if (known) {
		request = *known;
		if (!more)
			bpf_map_delete_elem(&requests, key);
	} else {
		request.process = owner->process;
		request.pid_tgid = owner->pid_tgid;
	}
	if (is_sampled(EVENT_IO_URING_COMPLETE))
		emit(EVENT_IO_URING_COMPLETE, &request, result);
	return 0;
}

/* The address may have been another ring's. */
SEC("tp/io_uring/io_uring_create")
int ring_create(struct trace_event_raw_io_uring_create *ctx)
{
	__u64 ring = (__u64)ctx->ctx, pid_tgid = bpf_get_current_pid_tgid();
	__u32 process = process_of(pid_tgid >> 32);

	if (process)
		set_owner(ring, pid_tgid, process);
	else
		bpf_map_delete_elem(&owners, &ring);
	return 0;
}

SEC("tp/io_uring/io_uring_submit_req")
int request_submit(struct trace_event_raw_io_uring_submit_req *ctx)
{
	struct request_key key = { .ring = (__u64)ctx->ctx, .request = (__u64)ctx->req };

	return on_submit(&key, ctx->opcode);
}

SEC("tp/io_uring/io_uring_submit_sqe")
int request_submit_sqe(struct trace_event_raw_io_uring_submit_sqe *ctx)
{
	struct request_key key = { .ring = (__u64)ctx->ctx };

	/* The completion must name it too: from 5.14 to 5.17 only this tracepoint does. */
	if (bpf_core_field_exists(struct trace_event_raw_io_uring_complete, req))
		key.request = (__u64)ctx->req;
	else
		key.request = ctx->user_data;
	return on_submit(&key, ctx->opcode);
}

static __always_inline __s32 result_of(struct trace_event_raw_io_uring_complete *ctx)
{
	if (bpf_core_field_size(ctx->res) == sizeof(int))
		return ctx->res;
	return ((struct trace_event_raw_io_uring_complete___long *)ctx)->res;
}

SEC("tp/io_uring/io_uring_complete")
int request_complete(struct trace_event_raw_io_uring_complete *ctx)
{
	struct request_key key = { .ring = (__u64)ctx->ctx };
	__u32 opcode = OPCODE_UNKNOWN;
	bool more = false;

	if (bpf_core_field_exists(ctx->req)) {
		struct io_kiocb *request = ctx->req;

		key.request = (__u64)request;
		if (request)
			opcode = BPF_CORE_READ(request, opcode);
	} else {
		key.request = ctx->user_data;
	}
	if (bpf_core_field_exists(ctx->cflags))
		more = ctx->cflags & MORE_TO_COME;
	return on_complete(&key, opcode, result_of(ctx), more);
}
