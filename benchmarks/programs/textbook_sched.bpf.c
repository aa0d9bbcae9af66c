// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "textbook.h"

/* CPU slices and run-queue latency with a hash map each for the times of switch-in, switch-out and wake-up. */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct times {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, __u64);
};

struct times on_cpu_since SEC(".maps");
struct times off_cpu_since SEC(".maps");
struct times woken_at SEC(".maps");

struct switch_event {
	struct header header;
	__u64 on_cpu_ns;
	__u32 voluntary, pad;
};

struct runqueue_event {
	struct header header;
	__u64 runqueue_ns, off_cpu_ns;
};

/* The fields of these tracepoints as their format files list them. */
struct switch_context {
	__u64 common;
	char prev_comm[16];
	__u32 prev_pid;
	int prev_prio;
	long prev_state;
	char next_comm[16];
	__u32 next_pid;
	int next_prio;
};

struct wakeup_context {
	__u64 common;
	char comm[16];
	__u32 pid;
	int prio;
};

static __always_inline __u64 take(void *times, __u32 tid, __u64 now)
{
	__u64 *since = bpf_map_lookup_elem(times, &tid);
	__u64 passed = since ? now - *since : 0;

	if (since)
		bpf_map_delete_elem(times, &tid);
	return passed;
}

static __always_inline void arrive(__u32 tid, __u32 pid, __u64 now)
{
	__u64 runqueue_ns = take(&woken_at, tid, now);
	__u64 off_cpu_ns = take(&off_cpu_since, tid, now);
	struct runqueue_event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e)
		return;
	fill(&e->header, 2, pid, tid);
	e->runqueue_ns = runqueue_ns;
	e->off_cpu_ns = off_cpu_ns;
	bpf_ringbuf_submit(e, 0);
}

static __always_inline void leave(__u32 tid, __u32 pid, __u64 now, long state)
{
	__u64 on_cpu_ns = take(&on_cpu_since, tid, now);
	struct switch_event *e;

	bpf_map_update_elem(&off_cpu_since, &tid, &now, BPF_ANY);
	e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	if (!e)
		return;
	fill(&e->header, 1, pid, tid);
	e->on_cpu_ns = on_cpu_ns;
	e->voluntary = state != 0;
	e->pad = 0;
	bpf_ringbuf_submit(e, 0);
}

SEC("tp/sched/sched_switch")
int textbook_switch(struct switch_context *ctx)
{
	__u32 prev = ctx->prev_pid, next = ctx->next_pid;
	__u64 now = bpf_ktime_get_ns();
	__u32 *pid;

	bpf_map_update_elem(&on_cpu_since, &next, &now, BPF_ANY);
	pid = bpf_map_lookup_elem(&tracked, &next);
	if (pid)
		arrive(next, *pid, now);
	pid = bpf_map_lookup_elem(&tracked, &prev);
	if (pid)
		leave(prev, *pid, now, ctx->prev_state);
	return 0;
}

static __always_inline int note_wakeup(__u32 tid)
{
	__u64 now;

	if (!bpf_map_lookup_elem(&tracked, &tid))
		return 0;
	now = bpf_ktime_get_ns();
	bpf_map_update_elem(&woken_at, &tid, &now, BPF_ANY);
	return 0;
}

SEC("tp/sched/sched_wakeup")
int textbook_wakeup(struct wakeup_context *ctx)
{
	return note_wakeup(ctx->pid);
}

SEC("tp/sched/sched_wakeup_new")
int textbook_new(struct wakeup_context *ctx)
{
	return note_wakeup(ctx->pid);
}
