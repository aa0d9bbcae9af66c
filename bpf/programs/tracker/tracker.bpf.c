// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "events.h"
#include "lost.h"
#include "tracker.h"

/*
 * The process tracker. Keeps `slots` true while processes fork, exec and exit, so that a child's first syscall counts, and
 * tells user space through a ring of its own, which a flood of other events cannot fill.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

EVENT_IN_BTF(process_event);

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);		/* set before load */
} lifecycle SEC(".maps");

/* Ring memory is reused: cleared, so that no byte of an older record leaves the kernel. */
static __always_inline struct process_event *begin(struct task_struct *task, __u16 type, __u32 process)
{
	struct process_event *e = bpf_ringbuf_reserve(&lifecycle, sizeof(*e), 0);

	if (!e) {
		count_lost(type);
		return NULL;
	}
	__builtin_memset(e, 0, sizeof(*e));
	e->header.timestamp_ns = bpf_ktime_get_ns();
	e->header.process = process & SLOT_SERIAL;
	e->header.pid = task->tgid;
	e->header.tid = task->pid;
	e->header.type = type;
	e->header.cpu = bpf_get_smp_processor_id();
	e->start_boottime_ns = task->group_leader->start_boottime;
	e->parent_pid = task->real_parent->tgid;
	e->flags = process & SLOT_CHILDREN ? PROCESS_CHILDREN : 0;
	bpf_probe_read_kernel_str(e->comm, sizeof(e->comm), task->comm);
	return e;
}

/*
 * Runs before the child does: its serial is in place and its fork event is in the ring before its first instruction. A slot
 * that is set already was set by a user space quicker than this hook, in the moment since the pid became visible; keep it.
 */
static __always_inline void on_fork(__u32 parent, struct task_struct *child)
{
	volatile __u32 *slot = slot_of(parent);
	__u32 inherited = slot ? *slot : 0;
	struct process_event *e;
	__u32 process;

	if (!(inherited & SLOT_CHILDREN))
		return;
	slot = slot_of(child->tgid);
	if (!slot)
		return;
	process = *slot;
	if (!process) {
		process = next_serial() | SLOT_CHILDREN;
		*slot = process;
	}
	e = begin(child, EVENT_PROCESS_FORK, process);
	if (!e)
		return;
	e->previous = inherited & SLOT_SERIAL;
	bpf_ringbuf_submit(e, BPF_RB_NO_WAKEUP);
}

/*
 * In the thread that forks, under a lock of the scheduler: what sched_process_fork would say, but with preemption off on every kernel.
 */
SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(process_fork, struct task_struct *child)
{
	if (child->tgid == child->pid)		/* a process, not a thread */
		on_fork(bpf_get_current_pid_tgid() >> 32, child);
	return 0;
}

/*
 * Every exec of the host is told, because user space decides by the new image what to track. A tracked process gets a new
 * serial: a serial means one program image, so what the old one did is never charged to the new.
 */
static __always_inline void on_exec(struct task_struct *task, const char *filename)
{
	volatile __u32 *slot = slot_of(task->tgid);
	__u32 before = slot ? *slot : 0;
	__u32 process = 0;
	struct process_event *e;

	if (slot && before) {
		process = next_serial() | (before & SLOT_CHILDREN);
		*slot = process;
	}
	e = begin(task, EVENT_PROCESS_EXEC, process);
	if (!e)
		return;
	e->previous = before & SLOT_SERIAL;
	bpf_probe_read_kernel_str(e->filename, sizeof(e->filename), filename);
	bpf_ringbuf_submit(e, BPF_RB_FORCE_WAKEUP);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(process_exec, struct task_struct *task, int old_tid, struct linux_binprm *bprm)
{
	on_exec(task, bprm->filename);
	return 0;
}

/* For kernels that run the program above preemptibly: see Preemption. */
SEC("tp/sched/sched_process_exec")
int process_exec_tp(struct trace_event_raw_sched_process_exec *exec)
{
	on_exec(bpf_get_current_task_btf(), (const char *)exec + (exec->__data_loc_filename & 0xffff));
	return 0;
}

/*
 * Runs in every thread that ends; the process has ended when none is live. Two threads that end at the same moment may both
 * see none: the slot is empty for the later one, and should both find it full, user space drops the second event.
 */
static __always_inline void on_exit(struct task_struct *task)
{
	volatile __u32 *slot;
	struct process_event *e;
	__u32 process;

	if (task->signal->live.counter != 0)
		return;
	slot = slot_of(task->tgid);
	if (!slot)
		return;
	process = *slot;
	if (!process)
		return;
	*slot = 0;
	e = begin(task, EVENT_PROCESS_EXIT, process);
	if (!e)
		return;
	e->exit_code = task->exit_code;
	bpf_ringbuf_submit(e, BPF_RB_NO_WAKEUP);
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(process_exit, struct task_struct *task)
{
	on_exit(task);
	return 0;
}

SEC("tp/sched/sched_process_exit")
int process_exit_tp(void *unused)
{
	on_exit(bpf_get_current_task_btf());
	return 0;
}
