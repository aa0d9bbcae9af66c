/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_EVENTS_H
#define BORESCOPE_EVENTS_H

#include <linux/types.h>

/*
 * What the programs write into the rings. Native byte order, naturally aligned, no hidden padding. Java reads the same
 * offsets (EventLayout.java); a test compares both with the BTF of every object. Numbers, once released, keep their meaning.
 */
enum event_type {
	EVENT_SYSCALL_READ = 1,
	EVENT_SYSCALL_WRITE = 2,
	EVENT_SYSCALL_FUTEX = 3,
	EVENT_SYSCALL_MMAP = 4,
	EVENT_SYSCALL_EPOLL_WAIT = 5,
	EVENT_SCHED_SWITCH = 9,
	EVENT_SYSCALL_FSYNC = 13,
	EVENT_SYSCALL_FDATASYNC = 14,
	EVENT_SYSCALL_PWRITE = 15,
	EVENT_PROCESS_EXIT = 25,
	EVENT_PROCESS_FORK = 64,
	EVENT_PROCESS_EXEC = 65,
	EVENT_TYPES = 128,		/* a power of two; size of the loss counters */
};

/* Puts a struct into the object's BTF, where tests compare it with what user space reads. Never used, never set. */
#define EVENT_IN_BTF(name) const struct name *btf_of_##name __attribute__((unused))

struct event_header {
	__u64 timestamp_ns;		/* CLOCK_MONOTONIC at the end of what is described */
	__u32 process;			/* serial of the program image, from the tracker; 0 = not tracked */
	__u32 pid;			/* the kernel's tgid, in the first pid namespace */
	__u32 tid;			/* the kernel's pid */
	__u16 type;			/* enum event_type */
	__u16 cpu;
};
_Static_assert(sizeof(struct event_header) == 24, "no hidden padding");

struct syscall_event {
	struct event_header header;
	__u64 latency_ns;		/* from sys_enter to sys_exit */
	__s64 ret;			/* as the kernel sees it: -ERESTARTSYS (-512) and its kin are possible */
};
_Static_assert(sizeof(struct syscall_event) == 40, "no hidden padding");

#define CPU_SLICE_ENDED		1	/* the thread left the CPU */
#define CPU_VOLUNTARY		2	/* it left because it had to wait or ended */

struct cpu_event {
	struct event_header header;
	__u64 span_ns;			/* CPU time since this thread was last charged, by the scheduler's account */
	__u64 slice_ns;			/* from switch-in to switch-out by the clock; 0 while the slice goes on */
	__u32 flags;			/* CPU_* */
	__u32 pad;
};
_Static_assert(sizeof(struct cpu_event) == 48, "no hidden padding");

#define PROCESS_CHILDREN	1	/* children of this process are tracked from their fork on */

struct process_event {
	struct event_header header;
	__u64 start_boottime_ns;	/* CLOCK_BOOTTIME, of the thread group's leader: with pid, names the process */
	__u32 parent_pid;		/* tgid */
	__u32 previous;			/* fork: the parent's serial; exec: the serial of the image it replaces */
	__u32 exit_code;		/* exit: as in wait(2): status << 8 | signal */
	__u32 flags;			/* PROCESS_* */
	char comm[16];			/* NUL-terminated */
	char filename[128];		/* exec: as given to execve(2); NUL-terminated, cut to fit */
};
_Static_assert(sizeof(struct process_event) == 192, "no hidden padding");

#endif
