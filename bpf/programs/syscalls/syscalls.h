/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_SYSCALLS_H
#define BORESCOPE_SYSCALLS_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "events.h"
#include "kernel.h"

#define SYSCALL_NUMBERS		512
#define IN_FLIGHT		65536	/* a power of two */
#define OVERFLOW		8192

/* Syscall number to event type, 0 = not wanted. Filled before load, frozen after. */
const volatile __u8 class_of[SYSCALL_NUMBERS];

/* By event type: 1 = only the result is told and not the latency, so nothing is noted at sys_enter. */
const volatile __u8 exit_only[EVENT_TYPES];

/* Entries in use - 1, a power of two; fewer than all only in tests, which want collisions. */
const volatile __u32 in_flight_mask = IN_FLIGHT - 1;

static __always_inline __u32 index_of(__u32 tid)
{
	return tid & in_flight_mask & (IN_FLIGHT - 1);
}

/* A thread between sys_enter and sys_exit. */
struct in_flight {
	__u64 start_ns;			/* CLOCK_MONOTONIC at sys_enter; 0 = in no wanted syscall */
	__u32 tid;
	__u32 process;			/* serial at sys_enter; another one at sys_exit makes the start stale */
};

/*
 * Direct-mapped by tid. A thread takes its entry at its first wanted syscall and keeps it until it ends, so the usual path has
 * no atomics. A thread whose entry belongs to another one lives in `overflow`, at the price of a hash map.
 */
struct in_flight in_flight[IN_FLIGHT];
volatile __u32 claims[IN_FLIGHT];

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, OVERFLOW);
	__type(key, __u32);
	__type(value, struct in_flight);
} overflow SEC(".maps");

/*
 * The entry of this thread, taken if it is free; null if another thread has it. Two threads may try at once: both add their
 * claim, and who then reads 1 was alone. If both read 2, both go to the overflow map; nothing is lost either way.
 */
static __always_inline struct in_flight *take_entry(__u32 tid)
{
	__u32 index = index_of(tid);
	struct in_flight *entry = &in_flight[index];

	if (entry->tid == tid)
		return entry;
	if (claims[index])
		return NULL;
	__sync_fetch_and_add(&claims[index], 1);
	if (claims[index] != 1) {
		__sync_fetch_and_add(&claims[index], -1);
		return NULL;
	}
	entry->tid = tid;
	return entry;
}

static __always_inline void release_entry(__u32 tid)
{
	__u32 index = index_of(tid);
	struct in_flight *entry = &in_flight[index];

	if (entry->tid == tid) {
		entry->start_ns = 0;
		entry->tid = 0;
		__sync_fetch_and_add(&claims[index], -1);
	} else {
		bpf_map_delete_elem(&overflow, &tid);
	}
}

#if defined(__TARGET_ARCH_x86)
#define COMPAT_WORD	thread_info.status
#define COMPAT_BIT	0x2				/* TS_COMPAT */
#else
#define COMPAT_WORD	thread_info.flags
#define COMPAT_BIT	(1UL << 22)			/* TIF_32BIT */
#endif

/*
 * Whether the current thread makes a 32-bit syscall: its numbers mean other calls, so it is left out. Known by the thread's
 * status and not by its code segment, since a 64-bit program may use int 0x80. (x32 calls carry bit 30: above the table.)
 * Linux 5.10 lacks the helper of 5.11 (commit 3ca1032ab7ab); there a probe read does it, for 50 ns instead of 10.
 */
static __always_inline bool is_compat_syscall(void)
{
	struct task_struct *task;

	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_get_current_task_btf)) {
		task = bpf_get_current_task_btf();
		return task->COMPAT_WORD & COMPAT_BIT;
	}
	task = (struct task_struct *)bpf_get_current_task();
	return BPF_CORE_READ(task, COMPAT_WORD) & COMPAT_BIT;
}

static __always_inline long syscall_number(struct pt_regs *regs)
{
#if defined(__TARGET_ARCH_x86)
	return regs->orig_ax;
#else
	return regs->syscallno;
#endif
}

static __always_inline bool is_exit_only(__u8 type)
{
	return exit_only[type & (EVENT_TYPES - 1)];
}

static __always_inline __u8 class_of_syscall(unsigned long number)
{
	return number < SYSCALL_NUMBERS ? class_of[number] : 0;
}

#endif
