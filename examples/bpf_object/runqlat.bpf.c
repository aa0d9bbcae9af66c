// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <stdbool.h>

/* Tells how long threads wait for a CPU: from the moment they could run to the moment they do. */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define TASK_RUNNING	0

/* The few kernel fields that are read; where they lie says the running kernel's BTF. */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct task_struct {
	int pid, tgid;
	unsigned int __state;
	char comm[16];
};

/* Before Linux 5.14 (commit 2f064a59a11f) the state was a long with another name. */
struct task_struct___before_5_14 {
	long state;
};
#pragma clang attribute pop

/* What goes through the ring. */
struct runq_event {
	__u64 ktime_ns;			/* CLOCK_MONOTONIC, when it got its CPU */
	__u64 delta_ns;			/* what it waited */
	__u32 pid;			/* tgid */
	__u32 tid;
	__u32 cpu;
	char comm[16];			/* NUL-terminated */
	__u32 pad;
};

/* The compiler leaves a struct out of the types that only local variables have. */
const struct runq_event *unused_runq_event __attribute__((unused));

/* Only this process; 0: everybody. */
const volatile __u32 target_pid = 0;

/* Shorter waits are not told. */
const volatile __u64 least_ns = 0;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1024 * 1024);
} events SEC(".maps");

/* Since when threads could run, by thread. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, __u64);
} runnable_since SEC(".maps");

/* Waits that did not fit into the ring. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} lost SEC(".maps");

/* Switches to threads by CPU, of which only a map tells. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} switches SEC(".maps");

static __always_inline void count(void *map)
{
	__u32 zero = 0;
	__u64 *value = bpf_map_lookup_elem(map, &zero);

	if (value)
		*value += 1;
}

static __always_inline bool is_running(struct task_struct *task)
{
	struct task_struct___before_5_14 *old = (void *)task;

	if (bpf_core_field_exists(task->__state))
		return BPF_CORE_READ(task, __state) == TASK_RUNNING;
	return BPF_CORE_READ(old, state) == TASK_RUNNING;
}

static __always_inline int begin(struct task_struct *task)
{
	__u32 tid = BPF_CORE_READ(task, pid);
	__u64 now = bpf_ktime_get_ns();

	if (tid && (!target_pid || BPF_CORE_READ(task, tgid) == target_pid))
		bpf_map_update_elem(&runnable_since, &tid, &now, BPF_ANY);
	return 0;
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(handle_wakeup, struct task_struct *task)
{
	return begin(task);
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(handle_wakeup_new, struct task_struct *task)
{
	return begin(task);
}

/* Who is taken off its CPU and could go on waits again. */
SEC("tp_btf/sched_switch")
int BPF_PROG(handle_switch, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	__u32 tid = BPF_CORE_READ(next, pid);
	struct runq_event *e;
	__u64 *since, now, waited;

	if (is_running(prev))
		begin(prev);
	if (!target_pid || BPF_CORE_READ(next, tgid) == target_pid)
		count(&switches);
	since = bpf_map_lookup_elem(&runnable_since, &tid);
	if (!since)
		return 0;
	now = bpf_ktime_get_ns();
	waited = now > *since ? now - *since : 0;
	bpf_map_delete_elem(&runnable_since, &tid);
	if (waited < least_ns)
		return 0;
	e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	if (!e) {
		count(&lost);
		return 0;
	}
	/* The ring's memory is used again: nothing of an older event may be seen. */
	__builtin_memset(e, 0, sizeof(*e));
	e->ktime_ns = now;
	e->delta_ns = waited;
	e->pid = BPF_CORE_READ(next, tgid);
	e->tid = tid;
	e->cpu = bpf_get_smp_processor_id();
	bpf_probe_read_kernel_str(e->comm, sizeof(e->comm), next->comm);
	bpf_ringbuf_submit(e, 0);
	return 0;
}
