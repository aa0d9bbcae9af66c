/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_SLOTS_H
#define BORESCOPE_SLOTS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/*
 * Which processes are tracked: slots[tgid] = 0, or the serial of the process with SLOT_CHILDREN on top. One array for all
 * objects, owned by the tracker, sized from kernel.pid_max and mapped by user space. An array because every process on the
 * host pays for this look-up: it is inlined and costs a load.
 */
#define SLOT_CHILDREN	0x80000000u
#define SLOT_SERIAL	0x7fffffffu

/* The kernel rounds each value up to 8 bytes. In lines of 16 slots nothing is wasted, and user space sees one flat array. */
#define SLOTS_PER_LINE	16

struct slot_line {
	__u32 of[SLOTS_PER_LINE];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);			/* set before load, or another object's map is reused */
	__type(key, __u32);
	__type(value, struct slot_line);
} slots SEC(".maps");

/* Null for a pid above the pid_max of load time: such a process cannot be tracked. */
static __always_inline volatile __u32 *slot_of(__u32 tgid)
{
	__u32 index = tgid / SLOTS_PER_LINE;
	struct slot_line *line = bpf_map_lookup_elem(&slots, &index);

	return line ? &line->of[tgid % SLOTS_PER_LINE] : NULL;
}

/* The serial of this process, 0 if it is not tracked. */
static __always_inline __u32 process_of(__u32 tgid)
{
	volatile __u32 *slot = slot_of(tgid);

	return slot ? *slot & SLOT_SERIAL : 0;
}

#endif
