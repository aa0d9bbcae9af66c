/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_LOST_H
#define BORESCOPE_LOST_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "events.h"

/* Events that happened and are in no ring. One value with all types, so that user space reads it in one call. */
struct lost_events {
	__u64 ring_full[EVENT_TYPES];		/* no room in a ring */
	__u64 incomplete[EVENT_TYPES];		/* no room to remember the beginning, or the end was not seen */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct lost_events);
} lost SEC(".maps");

static __always_inline struct lost_events *lost_here(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&lost, &key);
}

static __always_inline void count_lost(__u16 type)
{
	struct lost_events *events = lost_here();

	if (events)
		events->ring_full[type & (EVENT_TYPES - 1)]++;
}

static __always_inline void count_incomplete(__u16 type)
{
	struct lost_events *events = lost_here();

	if (events)
		events->incomplete[type & (EVENT_TYPES - 1)]++;
}

#endif
