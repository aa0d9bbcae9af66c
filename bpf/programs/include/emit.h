/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_EMIT_H
#define BORESCOPE_EMIT_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "events.h"
#include "rings.h"
#include "sampling.h"

/*
 * A place in a ring with its header filled in, or null and the loss counted. The place first, then the time: who empties the ring
 * after a time has then seen all events before it. Every byte of the payload must be set by the caller: ring memory is reused.
 */
static __always_inline void *begin_event(void *ring, __u64 size, __u16 type, __u32 process, __u32 pid, __u32 tid)
{
	struct event_header *header = ring ? bpf_ringbuf_reserve(ring, size, 0) : NULL;

	if (!header) {
		count_lost(type);
		return NULL;
	}
	header->timestamp_ns = bpf_ktime_get_ns();
	header->process = process;
	header->pid = pid;
	header->tid = tid;
	header->type = type;
	header->level = sampling_level(type);
	header->cpu = bpf_get_smp_processor_id();
	return header;
}

/* For frequent events of the current thread: in the ring of this CPU; end with submit(ring, event). */
#define BEGIN_FREQUENT(ring, size, type, process, pid_tgid) \
	begin_event(ring, size, type, process, (pid_tgid) >> 32, (__u32)(pid_tgid))

/* For rare events; end with submit_rare(event). */
#define BEGIN_RARE(size, type, process, pid, tid) begin_event(rare_ring(), size, type, process, pid, tid)

static __always_inline void submit_rare(void *event)
{
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}

#endif
