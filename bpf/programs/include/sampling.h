/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_SAMPLING_H
#define BORESCOPE_SAMPLING_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "events.h"

#define SAMPLE_ALL		0
#define SAMPLE_PROBABILITY	1
#define SAMPLE_NTH		2
#define SAMPLE_NEVER		3	/* no enabled group wants it */

struct sampling {
	__u32 mode;			/* SAMPLE_* */
	__u32 value;			/* PROBABILITY: of 2^32; NTH: how many events one stands for */
};

/* By event type; constant, so that the verifier removes what a type without sampling does not need. */
const volatile struct sampling sampling[EVENT_TYPES];

/* One value with all types, as for the loss counters. */
struct sample_counts {
	__u32 since_last[EVENT_TYPES];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct sample_counts);
} sample_counts SEC(".maps");

static __always_inline bool is_nth(__u16 type)
{
	__u32 key = 0;
	struct sample_counts *counts = bpf_map_lookup_elem(&sample_counts, &key);

	if (!counts || ++counts->since_last[type & (EVENT_TYPES - 1)] < sampling[type & (EVENT_TYPES - 1)].value)
		return false;
	counts->since_last[type & (EVENT_TYPES - 1)] = 0;
	return true;
}

/*
 * Whether this event is to be told. Asked where an observation begins, before any other work, and only once per event: what is
 * left out is neither lost nor counted, the rate says how many it stands for.
 */
static __always_inline bool is_sampled(__u16 type)
{
	switch (sampling[type & (EVENT_TYPES - 1)].mode) {
	case SAMPLE_PROBABILITY:
		return bpf_get_prandom_u32() < sampling[type & (EVENT_TYPES - 1)].value;
	case SAMPLE_NTH:
		return is_nth(type);
	case SAMPLE_NEVER:
		return false;
	default:
		return true;
	}
}

#endif
