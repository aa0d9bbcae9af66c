// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "emit.h"
#include "events.h"
#include "memory.h"
#include "sampling.h"
#include "slots.h"

/*
 * What tracked processes go through when memory is short: the time their threads reclaim and compact for themselves, their
 * pages that go to swap and come back, and their death by the OOM killer. The kernel's own threads (kswapd, kcompactd) are
 * nobody's; what they do to the pages of a process is told as that process's.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

EVENT_IN_BTF(memory_event);
EVENT_IN_BTF(swap_event);
EVENT_IN_BTF(oom_event);

static __always_inline void effort_begins(__u32 type)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	struct effort effort = { .tid = pid_tgid, .type = type };
	__u64 now;

	if (!process_of(pid_tgid >> 32) || !is_sampled(type))
		return;
	now = bpf_ktime_get_ns();
	if (bpf_map_update_elem(&begun, &effort, &now, BPF_ANY))
		count_incomplete(type);
}

static __always_inline void effort_ends(__u32 type, __u64 pages, __u32 kind, __s32 result)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 process = process_of(pid_tgid >> 32);
	struct effort effort = { .tid = pid_tgid, .type = type };
	struct memory_event *e;
	__u64 *start;

	if (!process)
		return;
	start = bpf_map_lookup_elem(&begun, &effort);
	if (!start)
		return;
	e = BEGIN_RARE(sizeof(*e), type, process, pid_tgid >> 32, (__u32)pid_tgid);
	if (e) {
		e->duration_ns = e->header.timestamp_ns - *start;
		e->pages = pages;
		e->kind = kind;
		e->result = result;
		submit_rare(e);
	}
	bpf_map_delete_elem(&begun, &effort);
}

SEC("tp_btf/mm_vmscan_direct_reclaim_begin")
int BPF_PROG(direct_reclaim_begins)
{
	effort_begins(EVENT_MEM_RECLAIM);
	return 0;
}

SEC("tp_btf/mm_vmscan_direct_reclaim_end")
int BPF_PROG(direct_reclaim_ends, unsigned long pages)
{
	effort_ends(EVENT_MEM_RECLAIM, pages, MEMORY_DIRECT, 0);
	return 0;
}

SEC("tp_btf/mm_vmscan_memcg_reclaim_begin")
int BPF_PROG(cgroup_reclaim_begins)
{
	effort_begins(EVENT_MEM_RECLAIM);
	return 0;
}

SEC("tp_btf/mm_vmscan_memcg_reclaim_end")
int BPF_PROG(cgroup_reclaim_ends, unsigned long pages)
{
	effort_ends(EVENT_MEM_RECLAIM, pages, MEMORY_CGROUP, 0);
	return 0;
}

SEC("tp_btf/mm_compaction_begin")
int BPF_PROG(compaction_begins)
{
	effort_begins(EVENT_MEM_COMPACTION);
	return 0;
}

SEC("tp_btf/mm_compaction_end")
int compaction_ends(__u64 *ctx)
{
	effort_ends(EVENT_MEM_COMPACTION, 0, MEMORY_DIRECT, compaction_result(ctx));
	return 0;
}

static __always_inline void swapped(__u32 type, __u64 pages, __u32 process, __u32 pid, __u32 tid)
{
	struct swap_event *e;

	if (!is_sampled(type))
		return;
	e = BEGIN_RARE(sizeof(*e), type, process, pid, tid);
	if (!e)
		return;
	e->pages = pages;
	submit_rare(e);
}

/* Who needs a page reads it in: the current process. */
static __always_inline void swap_in(struct folio *folio)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 process = process_of(pid_tgid >> 32);

	if (process)
		swapped(EVENT_SWAP_IN, pages_of(folio), process, pid_tgid >> 32, (__u32)pid_tgid);
}

/* Whoever is short of memory writes pages out, of any process. */
static __always_inline void swap_out(struct folio *folio)
{
	struct task_struct *owner = owner_of(folio);
	__u32 pid = owner ? BPF_CORE_READ(owner, tgid) : 0;
	__u32 tid = owner ? BPF_CORE_READ(owner, pid) : 0;
	__u32 process = pid ? process_of(pid) : PROCESS_KERNEL;

	if (process)
		swapped(EVENT_SWAP_OUT, pages_of(folio), process, pid, tid);
}

SEC("fentry/swap_read_folio")
int BPF_PROG(folio_read, struct folio *folio)
{
	swap_in(folio);
	return 0;
}

/* Its name up to Linux 6.1 at least. */
SEC("fentry/swap_readpage")
int BPF_PROG(page_read, struct folio *folio)
{
	swap_in(folio);
	return 0;
}

/* Where memory cgroups tell what they count: Linux 6.18, but not yet 6.12. */
SEC("tp_btf/count_memcg_events")
int BPF_PROG(swap_in_counted, struct mem_cgroup *memcg, int item, unsigned long pages)
{
	__u64 pid_tgid;
	__u32 process;

	if (item != bpf_core_enum_value(enum vm_event_item, PSWPIN))
		return 0;
	pid_tgid = bpf_get_current_pid_tgid();
	process = process_of(pid_tgid >> 32);
	if (process)
		swapped(EVENT_SWAP_IN, pages, process, pid_tgid >> 32, (__u32)pid_tgid);
	return 0;
}

SEC("kprobe/swap_read_folio")
int folio_read_called(struct pt_regs___call *ctx)
{
	swap_in((struct folio *)FIRST_ARGUMENT(ctx));
	return 0;
}

SEC("kprobe/swap_readpage")
int page_read_called(struct pt_regs___call *ctx)
{
	swap_in((struct folio *)FIRST_ARGUMENT(ctx));
	return 0;
}

SEC("fentry/__swap_writepage")
int BPF_PROG(folio_written, struct folio *folio)
{
	swap_out(folio);
	return 0;
}

static __always_inline void reclaim_wrote(struct folio *folio)
{
	if (has_flag(folio, bpf_core_enum_value(enum pageflags, PG_swapbacked)))
		swap_out(folio);
}

SEC("tp_btf/mm_vmscan_write_folio")
int BPF_PROG(folio_reclaimed, struct folio *folio)
{
	reclaim_wrote(folio);
	return 0;
}

/* Its name in Linux 5.10. */
SEC("tp_btf/mm_vmscan_writepage")
int BPF_PROG(page_reclaimed, struct folio *folio)
{
	reclaim_wrote(folio);
	return 0;
}

SEC("kprobe/__swap_writepage")
int folio_write_called(struct pt_regs___call *ctx)
{
	swap_out((struct folio *)FIRST_ARGUMENT(ctx));
	return 0;
}

static __always_inline void killed(__u32 pid, __u32 tid)
{
	__u32 process = process_of(pid);
	struct oom_event *e;
	__u8 known = 1;

	if (!process || bpf_map_update_elem(&victims, &process, &known, BPF_NOEXIST) || !is_sampled(EVENT_OOM_KILL))
		return;
	e = BEGIN_RARE(sizeof(*e), EVENT_OOM_KILL, process, pid, tid);
	if (!e)
		return;
	e->killer_pid = bpf_get_current_pid_tgid() >> 32;
	e->pad = 0;
	submit_rare(e);
}

/* The task, or its tid alone: that of the leader in all but rare cases, and it is taken for it. */
SEC("tp_btf/mark_victim")
int mark_victim(__u64 *ctx)
{
	struct trace_event_raw_mark_victim *record = NULL;
	struct task_struct *task = (struct task_struct *)ctx[0];

	if (bpf_core_field_exists(record->uid))
		killed(BPF_CORE_READ(task, tgid), BPF_CORE_READ(task, pid));
	else
		killed(ctx[0], ctx[0]);
	return 0;
}
