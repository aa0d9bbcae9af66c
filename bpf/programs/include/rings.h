/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_RINGS_H
#define BORESCOPE_RINGS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "lost.h"

/* A ring has one lock, so there is one ring per CPU or per few CPUs. User space makes them; all objects share them. */
struct event_ring {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct event_ring);
} rings SEC(".maps");

const volatile __u32 ring_mask;		/* number of rings - 1; the number is a power of two */
const volatile __u64 wake_at;		/* bytes of fill at which the reader is woken */
const volatile __u64 wake_until;	/* above this somebody else has crossed wake_at and woken it */

/*
 * The ring of events that are rare: one for all CPUs, so that a flood of frequent ones cannot push them out. It wakes nobody;
 * the reader looks at it in its turn.
 */
static __always_inline void *rare_ring(void)
{
	__u32 key = ring_mask + 1;

	return bpf_map_lookup_elem(&rings, &key);
}

static __always_inline void *ring_of(__u32 cpu)
{
	__u32 key = cpu & ring_mask;

	return bpf_map_lookup_elem(&rings, &key);
}

/*
 * Submits, and wakes the reader only while the fill crosses a quarter of the ring. A wake-up per event costs the observed
 * process microseconds; one that is late is bounded by the reader's own timeout.
 */
static __always_inline void submit(void *ring, void *event)
{
	__u64 fill = bpf_ringbuf_query(ring, BPF_RB_AVAIL_DATA);
	__u64 crossing = fill >= wake_at && fill < wake_until;

	bpf_ringbuf_submit(event, crossing ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP);
}

#endif
