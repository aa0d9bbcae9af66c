/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_IO_URING_H
#define BORESCOPE_IO_URING_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "kernel.h"
#include "slots.h"

#define OWNERS		16384
#define REQUESTS	32768

#define MORE_TO_COME	2		/* IORING_CQE_F_MORE: the request goes on after this completion */
#define OPCODE_UNKNOWN	0xffffffffu

/* What the tracepoints tell. `req` is there since Linux 5.18 (commit 502c87d65564), `cflags` since 5.12. */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct io_kiocb {
	__u8 opcode;
};

struct trace_event_raw_io_uring_create {
	void *ctx;
};

struct trace_event_raw_io_uring_submit_req {
	void *ctx;
	void *req;
	__u8 opcode;
};

/* The name before Linux 6.4 (commit 2ad57931db64). */
struct trace_event_raw_io_uring_submit_sqe {
	void *ctx;
	void *req;
	__u64 user_data;
	__u8 opcode;
};

struct trace_event_raw_io_uring_complete {
	void *ctx;
	void *req;
	__u64 user_data;
	int res;
	unsigned int cflags;
};

/* Before Linux 5.16 the result was a long. */
struct trace_event_raw_io_uring_complete___long {
	long res;
};

#pragma clang attribute pop

/* The process that a ring works for: who made it, or the last that submitted to it. */
struct owner {
	__u64 pid_tgid;
	__u32 process;
	__u32 pad;
};

/* By ring, that is, by the kernel's address of it. The least recently used give way: a ring does not say when it ends. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, OWNERS);
	__type(key, __u64);
	__type(value, struct owner);
} owners SEC(".maps");

struct request_key {
	__u64 ring;
	__u64 request;			/* its address; where tracepoints do not tell that, its user_data */
};

struct request {
	__u64 start_ns;
	__u64 pid_tgid;			/* who submitted it */
	__u32 process;
	__u32 opcode;
};

/* Requests under way. One that completes without saying so (IOSQE_CQE_SKIP_SUCCESS) stays until its address is used again. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, REQUESTS);
	__type(key, struct request_key);
	__type(value, struct request);
} requests SEC(".maps");

/* An owner is worth something as long as its process runs the program image that it ran then. */
static __always_inline bool is_current(struct owner *owner)
{
	return owner->process == process_of(owner->pid_tgid >> 32);
}

static __always_inline void set_owner(__u64 ring, __u64 pid_tgid, __u32 process)
{
	struct owner owner = { .pid_tgid = pid_tgid, .process = process };

	bpf_map_update_elem(&owners, &ring, &owner, BPF_ANY);
}

#endif
