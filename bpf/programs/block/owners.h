/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_OWNERS_H
#define BORESCOPE_OWNERS_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "block.h"
#include "events.h"
#include "kernel.h"
#include "slots.h"

/*
 * Whose I/O it is. What a tracked process hands to the block layer itself is known by the current thread. What others hand over
 * for it (write-back, flushes, encryption) is found by what it left behind: the file whose pages it dirtied, the flush it asked
 * a device for, its block cgroup. All of these are LRU maps: who is pushed out is forgotten, and what comes later is the kernel's.
 */
#define FILES		16384
#define DEVICES		1024
#define CGROUPS		1024

/* Whether writes of kernel threads for nobody who is known are told, as those of PROCESS_KERNEL. */
const volatile __u32 tell_kernel;

struct owner {
	__u32 process;			/* serial; 0 = nobody to be told about */
	__u32 pid, tid;
};

/* An inode's memory is used again for other files; number and generation tell. */
struct file_owner {
	__u64 number;
	__u32 generation;
	struct owner owner;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, FILES);
	__type(key, __u64);			/* struct inode *, never followed */
	__type(value, struct file_owner);
} file_owners SEC(".maps");

/* Who asked last for a flush of a device: the kernel joins such wishes and sends one flush for them, from a thread of its own. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, DEVICES);
	__type(key, __u32);
	__type(value, struct owner);
} flush_owners SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, CGROUPS);
	__type(key, __u64);			/* serial number of the cgroup, which is never used again */
	__type(value, struct owner);
} cgroup_owners SEC(".maps");

static __always_inline bool current_is_kernel_thread(void)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	return BPF_CORE_READ(task, flags) & PF_KTHREAD;
}

static __always_inline struct owner current_owner(void)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();

	return (struct owner){ process_of(pid_tgid >> 32), pid_tgid >> 32, (__u32)pid_tgid };
}

static __always_inline struct owner kernel_owner(void)
{
	return (struct owner){ tell_kernel ? PROCESS_KERNEL : 0, 0, 0 };
}

static __always_inline struct page *head_of(struct page *page)
{
	struct page___with_info *newer = (void *)page;
	unsigned long info;

	if (!bpf_core_field_exists(newer->compound_info)) {
		info = BPF_CORE_READ(page, compound_head);
		return info & 1 ? (struct page *)(info - 1) : page;
	}
	info = BPF_CORE_READ(newer, compound_info);
	if (!(info & 1))
		return page;
	info--;
	/* A mask is ones, then zeros; no page lies at such an address. */
	return (~info & (~info + 1)) == 0 ? (struct page *)((unsigned long)page & info) : (struct page *)info;
}

/* The file that the first page of this I/O belongs to; null if that is not a page of a file. */
static __always_inline struct inode *file_of(struct bio *bio)
{
	unsigned long vector = (unsigned long)BPF_CORE_READ(bio, bi_io_vec);
	unsigned long mapping;
	struct page *page;

	if (!vector)
		return NULL;
	vector += BPF_CORE_READ(bio, bi_iter.bi_idx) * bpf_core_type_size(struct bio_vec);
	page = BPF_CORE_READ((struct bio_vec *)vector, bv_page);
	if (!page)
		return NULL;
	page = head_of(page);
	mapping = (unsigned long)BPF_CORE_READ(page, mapping);
	if (!mapping || mapping & 3)		/* anonymous memory, or in migration */
		return NULL;
	return BPF_CORE_READ((struct address_space *)mapping, host);
}

static __always_inline bool find_file_owner(struct bio *bio, struct owner *found)
{
	struct inode *inode = file_of(bio);
	__u64 key = (__u64)inode;
	struct file_owner *file;

	if (!inode)
		return false;
	file = bpf_map_lookup_elem(&file_owners, &key);
	if (!file || file->number != BPF_CORE_READ(inode, i_ino) || file->generation != BPF_CORE_READ(inode, i_generation))
		return false;
	*found = file->owner;
	return true;
}

/* The serial number of the block cgroup; 0 for the root, to which everybody belongs who is in no other. */
static __always_inline __u64 cgroup_of(struct bio *bio)
{
	struct blkcg *cgroup;

	if (!bpf_core_field_exists(bio->bi_blkg))
		return 0;
	cgroup = BPF_CORE_READ(bio, bi_blkg, blkcg);
	return cgroup && BPF_CORE_READ(cgroup, css.parent) ? BPF_CORE_READ(cgroup, css.serial_nr) : 0;
}

static __always_inline bool find_cgroup_owner(struct bio *bio, struct owner *found)
{
	__u64 key = cgroup_of(bio);
	struct owner *owner = key ? bpf_map_lookup_elem(&cgroup_owners, &key) : NULL;

	if (owner)
		*found = *owner;
	return owner;
}

static __always_inline void note_cgroup(struct bio *bio, const struct owner *owner)
{
	__u64 key = cgroup_of(bio);
	struct owner *known = key ? bpf_map_lookup_elem(&cgroup_owners, &key) : NULL;

	if (key && (!known || known->process != owner->process))
		bpf_map_update_elem(&cgroup_owners, &key, owner, BPF_ANY);
}

/* A change of a file's pages, which somebody will write back some time. */
static __always_inline void note_file(struct inode *inode)
{
	struct file_owner file = { .owner = current_owner() };
	__u64 key = (__u64)inode;
	struct file_owner *known;

	if (!file.owner.process)
		return;
	file.number = inode->i_ino;
	file.generation = inode->i_generation;
	known = bpf_map_lookup_elem(&file_owners, &key);
	if (!known || known->owner.process != file.owner.process || known->number != file.number ||
	    known->generation != file.generation)
		bpf_map_update_elem(&file_owners, &key, &file, BPF_ANY);
}

/* A wish for a flush, also of those who are not tracked: a later flush is theirs then. */
static __always_inline void note_flush(struct bio *bio, struct owner owner)
{
	__u32 device = device_of_bio(bio);

	if (!owner.process && current_is_kernel_thread())
		owner = kernel_owner();
	bpf_map_update_elem(&flush_owners, &device, &owner, BPF_ANY);
}

static __always_inline bool find_flush_owner(__u32 device, struct owner *found)
{
	struct owner *owner = bpf_map_lookup_elem(&flush_owners, &device);

	if (owner)
		*found = *owner;
	return owner;
}

/*
 * Whose I/O this is; called where it is handed over, or joined to other I/O. `bio` may be null. What a thread does that is neither
 * tracked nor the kernel's is nobody's here, unless it writes what a tracked process has left in the page cache.
 */
static __always_inline struct owner owner_of(struct bio *bio, __u32 flags, __u32 device)
{
	__u8 operation = operation_of(flags);
	struct owner owner = {};

	if (operation == DISK_FLUSH && find_flush_owner(device, &owner))
		return owner;
	owner = current_owner();
	if (owner.process)
		return owner;
	if (operation == DISK_WRITE && bio && find_file_owner(bio, &owner))
		return owner;
	if (!current_is_kernel_thread())
		return owner;
	/* The data of a write that began with a flush is handed over by a kernel thread when that has ended. */
	if (flags & (REQ_PREFLUSH | REQ_FUA) && find_flush_owner(device, &owner))
		return owner;
	if (bio && find_cgroup_owner(bio, &owner))
		return owner;
	if (operation == DISK_READ || operation == DISK_OTHER)
		return owner;
	return kernel_owner();
}

#endif
