// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "block.h"
#include "emit.h"
#include "events.h"
#include "owners.h"
#include "sampling.h"

/*
 * Requests of block devices: one event when a request of a tracked process has completed, one for what is merged into another
 * request. Every request of the host has an entry from its insertion, or its issue if it was not inserted, until it completes
 * or is merged: whoever issues it later may be anybody, and the depth of a device is that of all its requests.
 *
 * Attached in the order complete, requeue, merge, issue, insert, so that whatever makes an entry has its end seen. A request
 * that was issued before has no entry and is no event.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

EVENT_IN_BTF(disk_event);
EVENT_IN_BTF(merge_event);

#define REQUESTS	16384

#define TOLD		1		/* will be an event */
#define AT_DEVICE	2
#define COUNTED		4		/* in the depth of its device */
#define REQUEUED	8		/* waits since its requeue, at queued_ns */

struct request_entry {
	__u64 queued_ns;		/* 0 = was never in a queue */
	__u64 issued_ns;		/* 0 = is not at the device */
	struct owner owner;
	__u32 device;
	__u32 bytes;			/* completed so far */
	__u8 operation;
	__u8 error;
	__u16 state;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, REQUESTS);
	__type(key, __u64);			/* struct request *, never followed */
	__type(value, struct request_entry);
} requests SEC(".maps");

/* Requests that found no room at their insertion and were counted as lost there: their issue must not take them for new. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, REQUESTS);
	__type(key, __u64);
	__type(value, __u8);
} refused SEC(".maps");

/* Requests at each device. A request that is counted is counted off once, so this is never below 0. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, DEVICES);
	__type(key, __u32);
	__type(value, __u64);
} depths SEC(".maps");

static __always_inline __u64 *depth_of(__u32 device)
{
	__u64 none = 0;
	__u64 *depth = bpf_map_lookup_elem(&depths, &device);

	if (depth)
		return depth;
	bpf_map_update_elem(&depths, &device, &none, BPF_NOEXIST);
	return bpf_map_lookup_elem(&depths, &device);
}

static __always_inline void enter_device(struct request_entry *entry)
{
	__u64 *depth = depth_of(entry->device);

	entry->issued_ns = bpf_ktime_get_ns();
	entry->state = (entry->state & ~REQUEUED) | AT_DEVICE;
	if (depth) {
		__sync_fetch_and_add(depth, 1);
		entry->state |= COUNTED;
	}
}

/* Returns how many requests are left at the device. */
static __always_inline __u32 leave_device(struct request_entry *entry)
{
	__u64 *depth = bpf_map_lookup_elem(&depths, &entry->device);

	if (depth && entry->state & COUNTED)
		__sync_fetch_and_add(depth, -1);
	entry->state &= ~(AT_DEVICE | COUNTED);
	return depth ? *(volatile __u64 *)depth : 0;
}

/* The kernel uses a request's memory again. Its entry is still here if the program was at work on that CPU when it ended. */
static __always_inline void give_up(struct request_entry *entry)
{
	if (entry->state & TOLD)
		count_incomplete(EVENT_DISK_IO);
	leave_device(entry);
}

static __always_inline struct request_entry *begin(struct request *rq, __u64 queued_ns, __u16 state)
{
	__u64 key = (__u64)rq;
	__u32 flags = rq->cmd_flags;
	struct request_entry entry = {
		.queued_ns = queued_ns,
		.device = device_of(rq),
		.operation = operation_of(flags),
		.state = state,
	};
	__u8 yes = 1;

	entry.owner = owner_of(rq->bio, flags, entry.device);
	if (entry.owner.process && is_sampled(EVENT_DISK_IO))
		entry.state |= TOLD;
	if (bpf_map_update_elem(&requests, &key, &entry, BPF_ANY)) {
		if (entry.state & TOLD)
			count_incomplete(EVENT_DISK_IO);
		bpf_map_update_elem(&refused, &key, &yes, BPF_ANY);
		return NULL;
	}
	return bpf_map_lookup_elem(&requests, &key);
}

static __always_inline struct request_entry *entry_of(struct request *rq)
{
	__u64 key = (__u64)rq;

	return bpf_map_lookup_elem(&requests, &key);
}

static __always_inline bool was_refused(struct request *rq)
{
	__u64 key = (__u64)rq;

	return bpf_map_lookup_elem(&refused, &key);
}

static __always_inline void forget(struct request *rq, bool has_entry)
{
	__u64 key = (__u64)rq;

	if (has_entry)
		bpf_map_delete_elem(&requests, &key);
	else
		bpf_map_delete_elem(&refused, &key);
}

SEC("tp_btf/block_rq_insert")
int request_inserted(unsigned long long *ctx)
{
	struct request *rq = LAST_ARGUMENT(ctx, block_rq_insert, 1);
	struct request_entry *entry = entry_of(rq);

	if (entry && entry->state & REQUEUED)	/* has kept its entry */
		return 0;
	if (entry)
		give_up(entry);
	begin(rq, bpf_ktime_get_ns(), 0);
	return 0;
}

SEC("tp_btf/block_rq_issue")
int request_issued(unsigned long long *ctx)
{
	struct request *rq = LAST_ARGUMENT(ctx, block_rq_issue, 1);
	struct request_entry *entry = entry_of(rq);

	if (entry && entry->state & AT_DEVICE) {
		give_up(entry);
		entry = begin(rq, 0, 0);
	} else if (!entry && !was_refused(rq)) {
		entry = begin(rq, 0, 0);
	}
	if (entry)
		enter_device(entry);
	return 0;
}

/* The device had no room, or the request failed and is tried again: it waits again, and as new. */
SEC("tp_btf/block_rq_requeue")
int request_requeued(unsigned long long *ctx)
{
	struct request *rq = LAST_ARGUMENT(ctx, block_rq_requeue, 1);
	struct request_entry *entry = entry_of(rq);
	__u64 now = bpf_ktime_get_ns();

	if (!entry) {
		if (!was_refused(rq))
			begin(rq, now, REQUEUED);
		return 0;
	}
	leave_device(entry);
	entry->queued_ns = now;
	entry->issued_ns = 0;
	entry->state |= REQUEUED;
	return 0;
}

static __always_inline void emit_completion(const struct request_entry *entry, __u32 in_flight)
{
	void *ring = ring_of(bpf_get_smp_processor_id());
	const struct owner *owner = &entry->owner;
	struct disk_event *e = begin_event(ring, sizeof(*e), EVENT_DISK_IO, owner->process, owner->pid, owner->tid);
	__u64 issued = entry->issued_ns;

	if (!e)
		return;
	if (!issued)				/* failed before the device saw it */
		issued = e->header.timestamp_ns;
	e->latency_ns = e->header.timestamp_ns - issued;
	e->queue_ns = entry->queued_ns ? issued - entry->queued_ns : 0;
	e->bytes = entry->bytes;
	e->device = entry->device;
	e->in_flight = in_flight;
	e->operation = entry->operation;
	e->error = entry->error;
	e->pad = 0;
	submit(ring, e);
}

/* Runs for every part of a request that completes; the last is the one that leaves nothing. */
SEC("tp_btf/block_rq_complete")
int BPF_PROG(request_completed, struct request *rq, int error, unsigned int bytes)
{
	struct request_entry *entry = entry_of(rq);
	struct request_entry ended;
	__u8 status = status_of(error);
	__u32 in_flight;

	if (!entry) {
		forget(rq, false);
		return 0;
	}
	if (status)
		entry->error = entry->error ? entry->error : status;
	else
		entry->bytes += bytes;
	if (bytes < rq->__data_len)
		return 0;
	in_flight = leave_device(entry);
	ended = *entry;
	entry->state = 0;			/* should it be found again, it is nobody's */
	forget(rq, true);
	if (ended.state & TOLD)
		emit_completion(&ended, in_flight);
	return 0;
}

static __always_inline void emit_merge(struct owner owner, __u32 bytes, __u32 device, __u8 operation)
{
	struct merge_event *e;
	void *ring;

	if (!owner.process || !is_sampled(EVENT_BLOCK_MERGE))
		return;
	ring = ring_of(bpf_get_smp_processor_id());
	e = begin_event(ring, sizeof(*e), EVENT_BLOCK_MERGE, owner.process, owner.pid, owner.tid);
	if (!e)
		return;
	e->bytes = bytes;
	e->device = device;
	e->operation = operation;
	e->pad = 0;
	submit(ring, e);
}

/* A request that was joined to another one never completes. */
SEC("tp_btf/block_rq_merge")
int request_merged(unsigned long long *ctx)
{
	struct request *rq = LAST_ARGUMENT(ctx, block_rq_merge, 1);
	struct request_entry *entry = entry_of(rq);
	__u32 flags = rq->cmd_flags;
	__u32 device = device_of(rq);
	struct owner owner;

	if (entry) {
		owner = entry->owner;
		leave_device(entry);
		entry->state = 0;
	} else {
		owner = owner_of(rq->bio, flags, device);
	}
	forget(rq, entry);
	emit_merge(owner, rq->__data_len, device, operation_of(flags));
	return 0;
}

static __always_inline void on_bio_merge(struct bio *bio)
{
	__u32 flags = bio->bi_opf;
	__u32 device = device_of_bio(bio);

	emit_merge(owner_of(bio, flags, device), bio->bi_iter.bi_size, device, operation_of(flags));
}

SEC("tp_btf/block_bio_backmerge")
int bio_merged_back(unsigned long long *ctx)
{
	on_bio_merge(LAST_ARGUMENT(ctx, block_bio_backmerge, 2));
	return 0;
}

SEC("tp_btf/block_bio_frontmerge")
int bio_merged_front(unsigned long long *ctx)
{
	on_bio_merge(LAST_ARGUMENT(ctx, block_bio_frontmerge, 2));
	return 0;
}

/* Every bio, in the thread that hands it over. */
SEC("tp_btf/block_bio_queue")
int bio_queued(unsigned long long *ctx)
{
	struct bio *bio = LAST_ARGUMENT(ctx, block_bio_queue, 1);
	struct owner owner = current_owner();

	if (bio->bi_opf & (REQ_PREFLUSH | REQ_FUA))
		note_flush(bio, owner);
	if (owner.process)
		note_cgroup(bio, &owner);
	return 0;
}

/* A page of a file that was clean is so no more; in the thread that changed it. Once for each folio until it is written. */
SEC("tp_btf/writeback_dirty_folio")
int BPF_PROG(folio_dirtied, struct folio *folio, struct address_space *mapping)
{
	if (mapping)
		note_file(mapping->host);
	return 0;
}

/* The same on kernels without folios. */
SEC("tp_btf/writeback_dirty_page")
int BPF_PROG(page_dirtied, struct page *page, struct address_space *mapping)
{
	if (mapping)
		note_file(mapping->host);
	return 0;
}
