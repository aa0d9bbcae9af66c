/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_FAULT_H
#define BORESCOPE_FAULT_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "kernel.h"
#include "kprobe.h"

/* Of handle_mm_fault; the same in all kernels since 5.1. */
#define FAULT_FLAG_TRIED	0x20		/* an attempt before this one was given up and is repeated */
#define VM_FAULT_MAJOR		0x4
#define VM_FAULT_RETRY		0x400
#define VM_FAULT_ERROR		0x873		/* OOM, SIGBUS, SIGSEGV, HWPOISON, HWPOISON_LARGE, FALLBACK */

struct vm_area_struct;

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct bpf_perf_event_data {
	__u64 addr;
};
#pragma clang attribute pop

#define FAULTS		16384			/* a power of two */
#define CLOCK_BITS	42			/* 73 minutes; above it a tid, which has 22 bits at most */
#define CLOCK_MASK	((1ULL << CLOCK_BITS) - 1)

static __always_inline __u32 index_of(__u32 tid)
{
	return tid & (FAULTS - 1);
}

/*
 * When the fault of a thread began: its tid and the clock in one word, so that both are always of one thread. Direct-mapped by
 * tid. Of two threads in faults at the same time whose entry is the same, the later one has it; the other's start is unknown.
 */
__u64 begun[FAULTS];

static __always_inline bool is_under_way(__u32 tid)
{
	return begun[index_of(tid)] >> CLOCK_BITS == tid;
}

static __always_inline void note_start(__u32 tid)
{
	begun[index_of(tid)] = (__u64)tid << CLOCK_BITS | (bpf_ktime_get_ns() & CLOCK_MASK);
}

static __always_inline void forget_start(__u32 tid)
{
	if (is_under_way(tid))
		begun[index_of(tid)] = 0;
}

/* Time since the fault began; 0 if that is unknown. */
static __always_inline __u64 take_latency(__u32 tid, __u64 now)
{
	__u64 start = begun[index_of(tid)];

	if (start >> CLOCK_BITS != tid)
		return 0;
	begun[index_of(tid)] = 0;
	return (now - start) & CLOCK_MASK;
}

/* What a kretprobe has to know from the call. Direct-mapped by tid as well; here who comes late is lost, and counted. */
struct fault_call {
	__u64 address;
	__u32 flags;
	__u32 tid;
};

struct fault_call calls[FAULTS];

#endif
