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
	EVENT_DISK_IO = 6,
	EVENT_NET_TX = 7,
	EVENT_NET_RX = 8,
	EVENT_SCHED_SWITCH = 9,
	EVENT_PAGE_FAULT = 10,
	EVENT_FD_OPEN = 11,
	EVENT_FD_CLOSE = 12,
	EVENT_SYSCALL_FSYNC = 13,
	EVENT_SYSCALL_FDATASYNC = 14,
	EVENT_SYSCALL_PWRITE = 15,
	EVENT_SCHED_RUNQUEUE = 16,
	EVENT_BLOCK_MERGE = 17,
	EVENT_TCP_RETRANSMIT = 18,
	EVENT_TCP_STATE = 19,
	EVENT_MEM_RECLAIM = 20,
	EVENT_MEM_COMPACTION = 21,
	EVENT_SWAP_IN = 22,
	EVENT_SWAP_OUT = 23,
	EVENT_OOM_KILL = 24,
	EVENT_PROCESS_EXIT = 25,
	EVENT_PROCESS_FORK = 64,
	EVENT_PROCESS_EXEC = 65,
	EVENT_SYSCALL_MUNMAP = 66,
	EVENT_SYSCALL_BRK = 67,
	EVENT_SYSCALL_MADVISE = 68,
	EVENT_SYSCALL_MSYNC = 69,
	EVENT_SYSCALL_IO_URING_ENTER = 70,
	EVENT_IO_URING_SUBMIT = 71,
	EVENT_IO_URING_COMPLETE = 72,
	EVENT_TYPES = 128,		/* a power of two; size of the loss counters */
};

/* In event_header.process: done by the kernel for somebody it does not name, such as write-back. No process has this serial. */
#define PROCESS_KERNEL 1

/* Puts a struct into the object's BTF, where tests compare it with what user space reads. Never used, never set. */
#define EVENT_IN_BTF(name) const struct name *btf_of_##name __attribute__((unused))

struct event_header {
	__u64 timestamp_ns;		/* CLOCK_MONOTONIC at the end of what is described */
	__u32 process;			/* serial of the program image, from the tracker; 0 = not tracked */
	__u32 pid;			/* the kernel's tgid, in the first pid namespace */
	__u32 tid;			/* the kernel's pid */
	__u8 type;			/* enum event_type */
	__u8 level;			/* of sampling: only one of 2^level was told, of those that sampling lets through anyway */
	__u16 cpu;
};
_Static_assert(sizeof(struct event_header) == 24, "no hidden padding");

struct syscall_event {
	struct event_header header;
	__u64 latency_ns;		/* from sys_enter to sys_exit; 0 for fd_open and fd_close */
	__s64 ret;			/* as the kernel sees it: -ERESTARTSYS (-512) and its kin are possible */
};
_Static_assert(sizeof(struct syscall_event) == 40, "no hidden padding");

/* A request of a block device that has completed. */
struct disk_event {
	struct event_header header;
	__u64 latency_ns;		/* from issue to the device until completion */
	__u64 queue_ns;			/* from insertion into the scheduler's queue until issue; 0 if it was issued at once */
	__u32 bytes;			/* completed */
	__u32 device;			/* major << 20 | minor */
	__u32 in_flight;		/* requests at the device when this one had completed */
	__u8 operation;			/* DISK_* */
	__u8 error;			/* 0, or the blk_status_t */
	__u16 pad;
};
_Static_assert(sizeof(struct disk_event) == 56, "no hidden padding");

#define DISK_READ	0
#define DISK_WRITE	1
#define DISK_FLUSH	2
#define DISK_DISCARD	3
#define DISK_OTHER	4

/* A bio or a request that was joined to a request that waits. */
struct merge_event {
	struct event_header header;
	__u32 bytes;
	__u32 device;			/* as in disk_event */
	__u32 operation;		/* DISK_* */
	__u32 pad;
};
_Static_assert(sizeof(struct merge_event) == 40, "no hidden padding");

#define TRANSPORT_TCP	0
#define TRANSPORT_UDP	1
#define TRANSPORT_UNIX	2

/* Bytes that a socket took or gave. */
struct net_event {
	struct event_header header;
	__u32 bytes;
	__u16 local_port;		/* host order; 0 for unix sockets */
	__u16 remote_port;		/* host order; 0 if not connected */
	__u8 receive;			/* 1 = received, 0 = sent */
	__u8 transport;			/* TRANSPORT_* */
	__u8 family;			/* AF_* */
	__u8 has_tcp_metrics;		/* the two below were taken now */
	__u32 srtt_us;			/* smoothed round trip time */
	__u32 cwnd;			/* congestion window in segments */
	__u32 pad;
};
_Static_assert(sizeof(struct net_event) == 48, "no hidden padding");

struct retransmit_event {
	struct event_header header;
	__u32 bytes;
	__u16 local_port;
	__u16 remote_port;
	__u32 segments;
	__u8 state;			/* TCP_*, as in tcp_state_event */
	__u8 family;
	__u16 pad;
};
_Static_assert(sizeof(struct retransmit_event) == 40, "no hidden padding");

struct tcp_state_event {
	struct event_header header;
	__u16 local_port;
	__u16 remote_port;
	__u8 old_state;			/* TCP_* of the kernel: 1 established ... 7 close, 10 listen, 12 new syn_recv */
	__u8 new_state;
	__u8 family;
	__u8 pad;
};
_Static_assert(sizeof(struct tcp_state_event) == 32, "no hidden padding");

struct fault_event {
	struct event_header header;
	__u64 address;
	__u64 latency_ns;		/* 0 if this way cannot tell */
	__u32 major;			/* 1 = the page was read from a device */
	__u32 pad;
};
_Static_assert(sizeof(struct fault_event) == 48, "no hidden padding");

/* Time a thread spent reclaiming or compacting memory for itself. */
struct memory_event {
	struct event_header header;
	__u64 duration_ns;
	__u64 pages;			/* reclaimed; 0 for compaction */
	__u32 kind;			/* MEMORY_* */
	__s32 result;			/* compaction: enum compact_result of this kernel; else 0 */
};
_Static_assert(sizeof(struct memory_event) == 48, "no hidden padding");

#define MEMORY_DIRECT	0		/* the host is short of memory */
#define MEMORY_CGROUP	1		/* the memory cgroup is at its limit */

struct swap_event {
	struct event_header header;
	__u64 pages;
};
_Static_assert(sizeof(struct swap_event) == 32, "no hidden padding");

/* The header names the victim. */
struct oom_event {
	struct event_header header;
	__u32 killer_pid;		/* tgid of whoever ran out of memory */
	__u32 pad;
};
_Static_assert(sizeof(struct oom_event) == 32, "no hidden padding");

/* A thread gets a CPU after it was runnable without one. */
struct runqueue_event {
	struct event_header header;
	__u64 runqueue_ns;		/* since it was woken or preempted */
	__u64 off_cpu_ns;		/* since it left its last CPU; 0 for a new thread */
	__u32 preempted;		/* 1 = it never slept, it had to give way */
	__u32 pad;
};
_Static_assert(sizeof(struct runqueue_event) == 48, "no hidden padding");

struct io_uring_event {
	struct event_header header;
	__u64 latency_ns;		/* completion: since submission, 0 if that was not seen */
	__s32 result;			/* completion: as the application gets it */
	__u32 opcode;			/* IORING_OP_* */
};
_Static_assert(sizeof(struct io_uring_event) == 40, "no hidden padding");

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
