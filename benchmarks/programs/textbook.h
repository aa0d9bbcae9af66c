/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TEXTBOOK_H
#define TEXTBOOK_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/*
 * Programs as they are usually written, to compare with: hash maps for the filter and for every piece of state, one ring for all
 * CPUs, and a ring that decides itself when to wake its reader. Loaded by benchmarks only.
 */

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, __u32);
} tracked SEC(".maps");			/* tid to tgid; a process has its own tgid in it, too */

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 << 20);
} events SEC(".maps");

struct header {
	__u64 timestamp_ns;
	__u32 pid, tid;
	__u32 type, cpu;
};

static __always_inline void fill(struct header *header, __u32 type, __u32 pid, __u32 tid)
{
	header->timestamp_ns = bpf_ktime_get_ns();
	header->pid = pid;
	header->tid = tid;
	header->type = type;
	header->cpu = bpf_get_smp_processor_id();
}

#endif
