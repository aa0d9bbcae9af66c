/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_TRACKER_H
#define BORESCOPE_TRACKER_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "slots.h"

const volatile __u32 lanes;		/* possible CPUs + 1: one lane of serials per CPU and one for user space */
const volatile __u32 first_round;	/* where every lane begins: later than where those of an earlier run ended */
const volatile __u32 last_round;	/* the round after which a lane starts again, so that serials stay below 2^31 */

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} rounds SEC(".maps");

/*
 * A serial that nobody else hands out, without atomics: CPU c of n takes c, c + (n + 1), c + 2 (n + 1) and so on, beginning
 * with the number of first_round, which is above 0; user space does the same as CPU n. Only for programs that run with preemption
 * off: so a lane has one user.
 */
static __always_inline __u32 next_serial(void)
{
	__u32 key = 0;
	__u32 *round = bpf_map_lookup_elem(&rounds, &key);

	if (!round)
		return 0;
	if (!*round)
		*round = first_round;
	else
		*round = *round >= last_round ? 1 : *round + 1;
	return *round * lanes + bpf_get_smp_processor_id();
}

#endif
