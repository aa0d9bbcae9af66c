// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

/* Tells of every program that a process begins to run. */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* The few kernel fields that are read; where they lie says the running kernel's BTF. */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct task_struct {
	int pid, tgid;
	struct task_struct *real_parent;
};

struct linux_binprm {
	const char *filename;
};
#pragma clang attribute pop

/* What goes through the ring. */
struct exec_event {
	__u64 ktime_ns;			/* CLOCK_MONOTONIC */
	__u32 pid;			/* tgid */
	__u32 ppid;
	__u32 uid;
	char comm[16];			/* NUL-terminated */
	char filename[128];		/* as given to execve(2), cut to fit */
	__u32 pad;
};

/* The compiler leaves a struct out of the types that only local variables have. */
const struct exec_event *unused_exec_event __attribute__((unused));

/* Only children of this process; 0: everybody. */
const volatile __u32 parent = 0;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} events SEC(".maps");

/* Events that did not fit into the ring. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} lost SEC(".maps");

static __always_inline void count_lost(void)
{
	__u32 zero = 0;
	__u64 *count = bpf_map_lookup_elem(&lost, &zero);

	if (count)
		*count += 1;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(handle_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	__u32 ppid = BPF_CORE_READ(task, real_parent, tgid);
	struct exec_event *e;

	if (parent && ppid != parent)
		return 0;
	e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	if (!e) {
		count_lost();
		return 0;
	}
	/* The ring's memory is used again: nothing of an older event may be seen. */
	__builtin_memset(e, 0, sizeof(*e));
	e->ktime_ns = bpf_ktime_get_ns();
	e->pid = bpf_get_current_pid_tgid() >> 32;
	e->ppid = ppid;
	e->uid = bpf_get_current_uid_gid();
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	bpf_probe_read_kernel_str(e->filename, sizeof(e->filename), BPF_CORE_READ(bprm, filename));
	bpf_ringbuf_submit(e, 0);
	return 0;
}
