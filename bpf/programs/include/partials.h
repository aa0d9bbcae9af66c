/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_PARTIALS_H
#define BORESCOPE_PARTIALS_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "events.h"
#include "lost.h"
#include "sampling.h"

/*
 * Events that are added up here instead of being told one by one: by piece of time (a cell, which lies inside of one window),
 * process and whatever else tells rows apart. User space says where cells end, and takes what is in one some time after its end.
 *
 * Before this is included, the object says how many numbers it measures of an event:
 * PARTS, and which fields of a key are kept for those for whom there is no room: REST_FIELDS.
 */

/* In partial_key.process: everybody for whom there was no room. No process has this serial. */
#define PROCESS_OTHERS	0xffffffffu

#define PARTIAL_NEVER		0
#define PARTIAL_ALWAYS		1
#define PARTIAL_CHANGING	2	/* as sampling_now says */

/* By event type: when it is added up. Nothing ever is, unless any_partials: then the verifier removes it all. */
const volatile __u8 partial_when[EVENT_TYPES];
const volatile __u8 any_partials;

#define CELLS		128		/* a power of two: ends that are known at a time */
#define EARLIER_CELLS	12		/* into which a span may reach back */

/* Cell c ends at ends[c % CELLS], CLOCK_MONOTONIC; those after the last that user space has thought of never do. */
struct cells {
	__u64 oldest;			/* the number of the first cell that is still added to */
	__u64 ends[CELLS];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct cells);
} cells SEC(".maps");

struct partial_key {
	__u32 cell;			/* its number, the lower half */
	__u32 process;			/* serial, or PROCESS_OTHERS */
	__u32 pid;
	__u8 type;			/* enum event_type */
	__u8 level;			/* of sampling, as in event_header */
	__u16 pad;
	__u64 fields;			/* the eight bytes of the event that hold what is not measured and matters */
};
_Static_assert(sizeof(struct partial_key) == 24, "no hidden padding");

#define BUCKETS		10

struct statistics {
	__u64 count;
	__u64 sum;
	__u64 min;			/* meaningless if there are none */
	__u64 max;
	__u64 buckets[BUCKETS];		/* below 1 us, 10 us, ... 100 s, and the rest */
};
_Static_assert(sizeof(struct statistics) == 112, "no hidden padding");

struct partial {
	__u64 events;
	struct statistics parts[PARTS];
};

/* A value per CPU, so that nothing is atomic and nobody waits. Preallocated: the programs run wherever events happen. */
struct partial_table {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 1);
	__type(key, struct partial_key);
	__type(value, struct partial);
};

#define USUAL		0
#define REST		1		/* for those who find no room there: few keys, so that totals stay whole */

/* User space puts both in before it says that anything is to be added up, so that nobody has them who needs none. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, __u32);
	__array(values, struct partial_table);
} partials SEC(".maps");

EVENT_IN_BTF(partial_key);
EVENT_IN_BTF(statistics);

const volatile struct partial nothing;

static __always_inline bool is_partial(__u16 type)
{
	volatile struct sampling_now *now;

	if (!any_partials)
		return false;
	switch (partial_when[type & (EVENT_TYPES - 1)]) {
	case PARTIAL_ALWAYS:
		return true;
	case PARTIAL_CHANGING:
		now = sampling_now_of(type);
		return now && now->added_up;
	default:
		return false;
	}
}

static __always_inline void *partial_table(__u32 which)
{
	return bpf_map_lookup_elem(&partials, &which);
}

static __always_inline volatile struct cells *known_cells(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&cells, &key);
}

static __always_inline __u64 end_of(volatile struct cells *known, __u64 cell)
{
	return known->ends[cell & (CELLS - 1)];
}

/* Goes on only while user space is late: else a time is in the first or the second cell. */
static __noinline __u64 cell_from(volatile struct cells *known, __u64 cell, __u64 now)
{
	int i;

	for (i = 0; i < CELLS && now >= end_of(known, cell); i++)
		cell++;
	return cell;
}

static __always_inline __u64 cell_at(volatile struct cells *known, __u64 now)
{
	__u64 cell = known->oldest;

	if (now < end_of(known, cell))
		return cell;
	if (now < end_of(known, cell + 1))
		return cell + 1;
	return cell_from(known, cell + 2, now);
}

/*
 * The first one of its key in its cell. BPF_NOEXIST: another CPU, or an interrupt of this one, may have been quicker, and what it
 * has added must stay.
 */
static __always_inline struct partial *new_in(void *table, struct partial_key *key)
{
	bpf_map_update_elem(table, key, (void *)&nothing, BPF_NOEXIST);
	return bpf_map_lookup_elem(table, key);
}

static __noinline struct partial *make_partial(struct partial_key *key)
{
	void *usual = partial_table(USUAL);
	void *rest = partial_table(REST);
	struct partial *partial = usual ? new_in(usual, key) : NULL;

	if (partial || !rest)
		return partial;
	key->process = PROCESS_OTHERS;
	key->pid = 0;
	key->fields &= REST_FIELDS;
	partial = bpf_map_lookup_elem(rest, key);
	return partial ? partial : new_in(rest, key);
}

static __always_inline struct partial *partial_in(__u64 cell, __u16 type, __u32 process, __u32 pid, __u64 fields)
{
	struct partial_key key = {
		.cell = cell,
		.process = process,
		.pid = pid,
		.type = type,
		.level = sampling_level(type),
		.fields = fields,
	};
	void *usual = partial_table(USUAL);
	struct partial *partial = usual ? bpf_map_lookup_elem(usual, &key) : NULL;

	return partial ? partial : make_partial(&key);
}

/* Where an event of this moment is to be added, counted already; null and lost if there is no room at all. */
static __always_inline struct partial *count_event(__u64 now, __u16 type, __u32 process, __u32 pid, __u64 fields)
{
	volatile struct cells *known = known_cells();
	struct partial *partial = known ? partial_in(cell_at(known, now), type, process, pid, fields) : NULL;

	if (partial)
		partial->events++;
	else
		count_lost(type);
	return partial;
}

/* What counts and adds up alone. */
static __always_inline void add_amount(struct statistics *to, __u64 value)
{
	to->count++;
	to->sum += value;
}

/* A level. */
static __always_inline void add_level(struct statistics *to, __u64 value)
{
	if (!to->count || value < to->min)
		to->min = value;
	if (value > to->max)
		to->max = value;
	add_amount(to, value);
}

static __always_inline __u32 bucket_of(__u64 nanos)
{
	if (nanos < 1000000) {
		if (nanos < 10000)
			return nanos < 1000 ? 0 : 1;
		return nanos < 100000 ? 2 : 3;
	}
	if (nanos < 100000000)
		return nanos < 10000000 ? 4 : 5;
	if (nanos < 10000000000)
		return nanos < 1000000000 ? 6 : 7;
	return nanos < 100000000000 ? 8 : 9;
}

/* A time of which the distribution is wanted. */
static __always_inline void add_time(struct statistics *to, __u64 nanos)
{
	__u32 bucket = bucket_of(nanos);

	add_level(to, nanos);
	if (bucket < BUCKETS)
		to->buckets[bucket]++;
}

#endif
