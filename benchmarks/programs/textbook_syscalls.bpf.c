// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "textbook.h"

/* A pair of tracepoints per system call, the filter and the start times in hash maps. */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, __u64);
	__type(value, __u64);
} started SEC(".maps");

struct syscall_event {
	struct header header;
	__u64 latency_ns;
	__s64 ret;
};

struct exit_context {
	__u64 common;
	__u64 number;
	long ret;
};

static __always_inline int on_enter(void)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid(), now;
	__u32 pid = pid_tgid >> 32;

	if (!bpf_map_lookup_elem(&tracked, &pid))
		return 0;
	now = bpf_ktime_get_ns();
	bpf_map_update_elem(&started, &pid_tgid, &now, BPF_ANY);
	return 0;
}

static __always_inline int on_exit(__u32 type, long ret)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid(), now, *start;
	__u32 pid = pid_tgid >> 32;
	struct syscall_event *e;

	if (!bpf_map_lookup_elem(&tracked, &pid))
		return 0;
	start = bpf_map_lookup_elem(&started, &pid_tgid);
	if (!start)
		return 0;
	now = bpf_ktime_get_ns();
	e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	if (e) {
		fill(&e->header, type, pid, (__u32)pid_tgid);
		e->latency_ns = now - *start;
		e->ret = ret;
		bpf_ringbuf_submit(e, 0);
	}
	bpf_map_delete_elem(&started, &pid_tgid);
	return 0;
}

#define TEXTBOOK(name, type)                                                                  \
	SEC("tp/syscalls/sys_enter_" #name) int enter_##name(void *ctx) { return on_enter(); } \
	SEC("tp/syscalls/sys_exit_" #name) int exit_##name(struct exit_context *ctx) { return on_exit(type, ctx->ret); }

TEXTBOOK(read, 1)
TEXTBOOK(write, 2)
TEXTBOOK(futex, 3)
TEXTBOOK(mmap, 4)
TEXTBOOK(epoll_wait, 5)
TEXTBOOK(fsync, 13)
TEXTBOOK(fdatasync, 14)
TEXTBOOK(pwrite64, 15)
