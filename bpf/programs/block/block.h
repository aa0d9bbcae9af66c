/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_BLOCK_H
#define BORESCOPE_BLOCK_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "events.h"
#include "kernel.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct inode {
	unsigned long i_ino;
	__u32 i_generation;
};

struct address_space {
	struct inode *host;
};

struct folio;

struct page {
	unsigned long compound_head;
	struct address_space *mapping;
};

/* Since Linux 7: the head's address or, where a struct page is a power of two in size, a mask that makes it of the tail's. */
struct page___with_info {
	unsigned long compound_info;
};

struct bio_vec {
	struct page *bv_page;
};

struct bvec_iter {
	unsigned int bi_size;
	unsigned int bi_idx;
};

struct cgroup_subsys_state {
	__u64 serial_nr;
	struct cgroup_subsys_state *parent;
};

struct blkcg {
	struct cgroup_subsys_state css;
};

struct blkcg_gq {
	struct blkcg *blkcg;
};

struct gendisk {
	int major;
	int first_minor;
};

struct block_device {
	struct gendisk *bd_disk;
};

struct bio {
	struct block_device *bi_bdev;
	unsigned int bi_opf;
	struct bvec_iter bi_iter;
	struct blkcg_gq *bi_blkg;
	struct bio_vec *bi_io_vec;
};

/* Before Linux 5.12 (commit 309dca309fc3). */
struct bio___before_5_12 {
	struct gendisk *bi_disk;
};

struct request_queue {
	struct gendisk *disk;
};

struct request {
	struct request_queue *q;
	unsigned int cmd_flags;
	unsigned int __data_len;
	struct bio *bio;
};

/* Before Linux 5.17 (commit f3fa33acca9f). */
struct request___before_5_17 {
	struct gendisk *rq_disk;
};

#pragma clang attribute pop

/*
 * Before Linux 5.11 (commit a54895fa057c, and back-ported to some) these tracepoints had the queue as another argument before the
 * request or bio. The prototype in the kernel's BTF tells; the suffix is ours and does not count.
 */
typedef void (*btf_trace_block_rq_insert___queue)(void *, struct request_queue *, struct request *);
typedef void (*btf_trace_block_rq_issue___queue)(void *, struct request_queue *, struct request *);
typedef void (*btf_trace_block_rq_requeue___queue)(void *, struct request_queue *, struct request *);
typedef void (*btf_trace_block_rq_merge___queue)(void *, struct request_queue *, struct request *);
typedef void (*btf_trace_block_bio_queue___queue)(void *, struct request_queue *, struct bio *);
typedef void (*btf_trace_block_bio_backmerge___queue)(void *, struct request_queue *, struct request *, struct bio *);
typedef void (*btf_trace_block_bio_frontmerge___queue)(void *, struct request_queue *, struct request *, struct bio *);

/*
 * The argument of that index in the old form, else the first. Only one of the branches is left when the verifier looks. The empty
 * instructions keep the compiler from making one load of the two, at a place that it computes: no such access to a context is allowed.
 */
#define LAST_ARGUMENT(ctx, tracepoint, old_index)                        \
	({                                                                \
		unsigned long long last;                                  \
		if (bpf_core_type_exists(btf_trace_##tracepoint##___queue)) { \
			last = (ctx)[old_index];                          \
			asm volatile("" : "+r"(last));                    \
		} else {                                                  \
			last = (ctx)[0];                                  \
			asm volatile("" : "+r"(last));                    \
		}                                                         \
		(void *)last;                                             \
	})

/* The operations have kept their numbers, but for zone append: 13 while the enum was named req_opf, where 7 was write same. */
enum req_opf {
	REQ_OP_ZONE_APPEND,
};

#define REQ_OP_MASK		0xff
#define REQ_OP_READ		0
#define REQ_OP_WRITE		1
#define REQ_OP_FLUSH		2
#define REQ_OP_DISCARD		3
#define REQ_OP_SECURE_ERASE	5
#define REQ_OP_WRITE_OTHERWISE	7
#define REQ_OP_WRITE_ZEROES	9
#define REQ_FUA			(1u << 17)
#define REQ_PREFLUSH		(1u << 18)

static __always_inline bool is_zone_append(__u32 operation)
{
	return bpf_core_enum_value_exists(enum req_opf, REQ_OP_ZONE_APPEND) &&
	       operation == bpf_core_enum_value(enum req_opf, REQ_OP_ZONE_APPEND);
}

/* DISK_*, by the flags of a request or bio. What the kernel's statistics call a write is a write. */
static __always_inline __u8 operation_of(__u32 flags)
{
	__u32 operation = flags & REQ_OP_MASK;

	switch (operation) {
	case REQ_OP_READ:
		return DISK_READ;
	case REQ_OP_WRITE:
	case REQ_OP_WRITE_OTHERWISE:
	case REQ_OP_WRITE_ZEROES:
		return DISK_WRITE;
	case REQ_OP_FLUSH:
		return DISK_FLUSH;
	case REQ_OP_DISCARD:
	case REQ_OP_SECURE_ERASE:
		return DISK_DISCARD;
	default:
		return is_zone_append(operation) ? DISK_WRITE : DISK_OTHER;
	}
}

/* The whole disk, whichever partition the I/O is for: as the kernel's tracepoints print it. */
static __always_inline __u32 number_of(struct gendisk *disk)
{
	return disk ? (__u32)disk->major << 20 | (__u32)disk->first_minor : 0;
}

static __always_inline __u32 device_of(struct request *rq)
{
	struct request___before_5_17 *old = (void *)rq;
	struct request_queue *queue;

	if (bpf_core_field_exists(old->rq_disk))
		return number_of(old->rq_disk);
	queue = rq->q;
	return queue ? number_of(queue->disk) : 0;
}

static __always_inline __u32 device_of_bio(struct bio *bio)
{
	struct bio___before_5_12 *old = (void *)bio;
	struct block_device *device;

	if (bpf_core_field_exists(old->bi_disk))
		return number_of(old->bi_disk);
	device = bio->bi_bdev;
	return device ? number_of(device->bd_disk) : 0;
}

/*
 * The blk_status_t of a completion. The tracepoint of older kernels has the errno for it: negative, which a status never is.
 */
static __always_inline __u8 status_of(int error)
{
	if (error >= 0)
		return error;
	switch (-error) {
	case 95:
		return 1;	/* EOPNOTSUPP, BLK_STS_NOTSUPP */
	case 110:
		return 2;	/* ETIMEDOUT, BLK_STS_TIMEOUT */
	case 28:
		return 3;	/* ENOSPC, BLK_STS_NOSPC */
	case 67:
		return 4;	/* ENOLINK, BLK_STS_TRANSPORT */
	case 121:
		return 5;	/* EREMOTEIO, BLK_STS_TARGET */
	case 52:
		return 6;	/* EBADE, BLK_STS_NEXUS */
	case 61:
		return 7;	/* ENODATA, BLK_STS_MEDIUM */
	case 84:
		return 8;	/* EILSEQ, BLK_STS_PROTECTION */
	case 12:
		return 9;	/* ENOMEM, BLK_STS_RESOURCE */
	default:
		return 10;	/* BLK_STS_IOERR */
	}
}

#endif
