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
#define SAMPLE_CHANGING		4	/* as sampling_now says */
#define SAMPLE_CHANGING_NTH	5

struct sampling {
	__u32 mode;			/* SAMPLE_* */
	__u32 value;			/* PROBABILITY: of 2^32; NTH: how many events one stands for */
};

/* By event type; constant, so that the verifier removes what a type does not need. */
const volatile struct sampling sampling[EVENT_TYPES];

/*
 * What user space says of types whose sampling or delivery changes while the programs run. Written as one word. All objects share
 * the map; one whose types are all constant does without reading it.
 */
struct sampling_now {
	__u32 value;			/* CHANGING: told if a random number is not above it; CHANGING_NTH: as for NTH */
	__u8 level;			/* as in event_header */
	__u8 added_up;			/* 1 = instead of being told one by one; for types of which that changes */
	__u16 pad;
};
_Static_assert(sizeof(struct sampling_now) == sizeof(__u64), "one word");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, EVENT_TYPES);
	__type(key, __u32);
	__type(value, struct sampling_now);
} sampling_now SEC(".maps");

static __always_inline volatile struct sampling_now *sampling_now_of(__u16 type)
{
	__u32 key = type;

	return bpf_map_lookup_elem(&sampling_now, &key);
}

/* Of an event that is told now. */
static __always_inline __u8 sampling_level(__u16 type)
{
	volatile struct sampling_now *now;

	if (sampling[type & (EVENT_TYPES - 1)].mode < SAMPLE_CHANGING)
		return 0;
	now = sampling_now_of(type);
	return now ? now->level : 0;
}

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

static __always_inline bool is_nth(__u16 type, __u32 value)
{
	__u32 key = 0;
	struct sample_counts *counts = bpf_map_lookup_elem(&sample_counts, &key);

	if (!counts || ++counts->since_last[type & (EVENT_TYPES - 1)] < value)
		return false;
	counts->since_last[type & (EVENT_TYPES - 1)] = 0;
	return true;
}

static __always_inline bool is_sampled_now(__u16 type, bool nth)
{
	volatile struct sampling_now *now = sampling_now_of(type);
	__u32 value = now ? now->value : 0;

	if (nth)
		return is_nth(type, value);
	return value == ~0U || bpf_get_prandom_u32() <= value;
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
		return is_nth(type, sampling[type & (EVENT_TYPES - 1)].value);
	case SAMPLE_NEVER:
		return false;
	case SAMPLE_CHANGING:
		return is_sampled_now(type, false);
	case SAMPLE_CHANGING_NTH:
		return is_sampled_now(type, true);
	default:
		return true;
	}
}

#endif
