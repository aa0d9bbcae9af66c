/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_MEMORY_H
#define BORESCOPE_MEMORY_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "kernel.h"
#include "kprobe.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct mm_struct {
	struct task_struct *owner;		/* with CONFIG_MEMCG */
};

struct anon_vma;

struct vm_area_struct {
	struct mm_struct *vm_mm;
	struct anon_vma *anon_vma;		/* of the pages it makes; older ones may be of its parents */
};

struct rb_node {
	struct rb_node *rb_left;
	struct rb_node *rb_right;
};

struct rb_root {
	struct rb_node *rb_node;
};

struct rb_root_cached {
	struct rb_root rb_root;
};

struct anon_vma {
	struct rb_root_cached rb_root;		/* of anon_vma_chain.rb */
};

struct anon_vma_chain {
	struct vm_area_struct *vma;
	struct rb_node rb;
};

enum pageflags {
	PG_head,
	PG_swapbacked,
};

/* A page where there are no folios, as in Linux 5.10, and what lies in a folio elsewhere. */
struct page {
	unsigned long flags;
	void *mapping;
	unsigned int compound_nr;		/* in the second page of several */
};

struct folio {
	unsigned long flags;
	void *mapping;
	unsigned int _nr_pages;
};

/* Up to Linux 6.12 at least. */
struct folio___6_12 {
	unsigned int _folio_nr_pages;
};

/* From Linux 6.18 on. */
typedef struct {
	unsigned long f;
} memdesc_flags_t;

struct folio___6_18 {
	memdesc_flags_t flags;
};

enum vm_event_item {
	PSWPIN,
};

struct mem_cgroup;

struct trace_event_raw_mark_victim {
	unsigned int uid;			/* where it is missing, as in Linux 5.10, the tracepoint has a tid only */
};

#pragma clang attribute pop

/* Linux 5.10 gives four numbers of pages first, 6.1 a struct and two of them. */
typedef void (*btf_trace_mm_compaction_end___5_10)(void *, unsigned long, unsigned long, unsigned long, unsigned long, bool, int);

static __always_inline __s32 compaction_result(__u64 *arguments)
{
	__s32 result;

	if (bpf_core_type_exists(btf_trace_mm_compaction_end___5_10)) {
		result = arguments[5];
		barrier();	/* or the compiler computes the offset, which the verifier does not follow */
	} else {
		result = arguments[4];
	}
	return result;
}

/* A thread that reclaims or compacts. */
struct effort {
	__u32 tid;
	__u32 type;			/* of the event; a thread may compact while it reclaims */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct effort);
	__type(value, __u64);		/* CLOCK_MONOTONIC */
} begun SEC(".maps");

/* Processes that the OOM killer has chosen: each of their threads may be told once more while they end. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);		/* serial */
	__type(value, __u8);
} victims SEC(".maps");

static __always_inline unsigned long flags_of(struct folio *folio)
{
	struct folio___6_18 *newer = (struct folio___6_18 *)folio;

	if (!bpf_core_type_exists(struct folio))
		return BPF_CORE_READ((struct page *)folio, flags);
	if (bpf_core_field_exists(newer->flags.f))
		return BPF_CORE_READ(newer, flags.f);
	return BPF_CORE_READ(folio, flags);
}

static __always_inline bool has_flag(struct folio *folio, __u32 flag)
{
	return flags_of(folio) >> flag & 1;
}

static __always_inline __u64 pages_of(struct folio *folio)
{
	struct folio___6_12 *older = (struct folio___6_12 *)folio;
	void *second = (void *)folio + bpf_core_type_size(struct page);

	if (!has_flag(folio, bpf_core_enum_value(enum pageflags, PG_head)))
		return 1;
	if (bpf_core_field_exists(folio->_nr_pages))
		return BPF_CORE_READ(folio, _nr_pages);
	if (bpf_core_field_exists(older->_folio_nr_pages))
		return BPF_CORE_READ(older, _folio_nr_pages);
	return BPF_CORE_READ((struct page *)second, compound_nr);
}

static __always_inline unsigned long mapping_of(struct folio *folio)
{
	if (bpf_core_type_exists(struct folio))
		return (unsigned long)BPF_CORE_READ(folio, mapping);
	return (unsigned long)BPF_CORE_READ((struct page *)folio, mapping);
}

#define MAPPING_KIND	3		/* low bits of the mapping */
#define MAPPING_ANON	1		/* the rest is an anon_vma */

#define MAPPED_BY	15	/* how many of those that may map a page are looked at: a binary tree, 4 levels */

static __always_inline struct vm_area_struct *area_of(struct rb_node *node)
{
	struct anon_vma_chain *chain = (void *)node - bpf_core_field_offset(struct anon_vma_chain, rb);

	return BPF_CORE_READ(chain, vma);
}

/* Who makes pages of this kind. Children since a fork can map them, too, but make their own. */
static __always_inline struct vm_area_struct *maker_of(struct anon_vma *anon_vma)
{
	struct rb_node *nodes[MAPPED_BY] = { BPF_CORE_READ(anon_vma, rb_root.rb_root.rb_node) };
	struct vm_area_struct *area = NULL;

#pragma unroll
	for (int i = 0; i < MAPPED_BY; i++) {
		if (!nodes[i])
			continue;
		area = area_of(nodes[i]);
		if (BPF_CORE_READ(area, anon_vma) == anon_vma)
			return area;
		if (2 * i + 2 < MAPPED_BY) {
			nodes[2 * i + 1] = BPF_CORE_READ(nodes[i], rb_left);
			nodes[2 * i + 2] = BPF_CORE_READ(nodes[i], rb_right);
		}
	}
	return area;
}

/*
 * The leader of the process that has made this page. Null for pages that have no such process: of tmpfs and shared memory, and
 * those that KSM has merged.
 */
static __always_inline struct task_struct *owner_of(struct folio *folio)
{
	unsigned long mapping = mapping_of(folio);
	struct vm_area_struct *area;

	if ((mapping & MAPPING_KIND) != MAPPING_ANON || !bpf_core_field_exists(((struct mm_struct *)0)->owner))
		return NULL;
	area = maker_of((struct anon_vma *)(mapping & ~MAPPING_KIND));
	return area ? BPF_CORE_READ(area, vm_mm, owner) : NULL;
}

#endif
