// SPDX-License-Identifier: Apache-2.0
//   workload io_uring N   N requests each of: nop, write, read, write by a kernel worker, fsync that fails, and an operation that
//                         does not exist; one poll that completes up to N times; prints "SUBMITTED COMPLETED SUM", the sum of all
//                         results, or "none" if the kernel has no io_uring
#define _GNU_SOURCE
#include "workload.h"

#include <fcntl.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ENTRIES 64
#define POLL_MULTI 1	// IORING_POLL_ADD_MULTI
#define MORE 2		// IORING_CQE_F_MORE
#define POLL 1		// the number of the poll; those of others are larger
#define POLL_END 2

static int ring;
static struct io_uring_params params;
static char *submission, *completion;
static struct io_uring_sqe *entries;
static long submitted, completed, sum;
static int poll_ended;

static unsigned *in_submission(unsigned offset)
{
	return (unsigned *)(submission + offset);
}

static unsigned *in_completion(unsigned offset)
{
	return (unsigned *)(completion + offset);
}

static char *map(unsigned long bytes, unsigned long offset)
{
	char *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, offset);

	check(mapped != MAP_FAILED, "mmap");
	return mapped;
}

static int set_up(void)
{
	ring = syscall(SYS_io_uring_setup, ENTRIES, &params);
	if (ring < 0)
		return 0;
	submission = map(params.sq_off.array + params.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
	completion = map(params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
	entries = (struct io_uring_sqe *)map(params.sq_entries * sizeof(*entries), IORING_OFF_SQES);
	return 1;
}

// Takes everything that has completed, and says whether the last of it was the request of this number.
static int reap(unsigned long long number)
{
	unsigned *head = in_completion(params.cq_off.head);
	unsigned tail = __atomic_load_n(in_completion(params.cq_off.tail), __ATOMIC_ACQUIRE);
	struct io_uring_cqe *results = (struct io_uring_cqe *)(completion + params.cq_off.cqes);
	int found = 0;

	while (*head != tail) {
		struct io_uring_cqe *result = &results[*head & *in_completion(params.cq_off.ring_mask)];

		found |= result->user_data == number;
		poll_ended |= result->user_data == POLL && !(result->flags & MORE);
		completed++;
		sum += result->res;
		__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	}
	return found;
}

static void wait_for(unsigned long long number)
{
	while (!reap(number))
		check(syscall(SYS_io_uring_enter, ring, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0) >= 0, "io_uring_enter");
}

static void submit(struct io_uring_sqe *request)
{
	unsigned *tail = in_submission(params.sq_off.tail);
	unsigned index = *tail & *in_submission(params.sq_off.ring_mask);

	entries[index] = *request;
	in_submission(params.sq_off.array)[index] = index;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	check(syscall(SYS_io_uring_enter, ring, 1, 0, 0, NULL, 0) == 1, "io_uring_enter");
	submitted++;
}

static void request(int opcode, int fd, int flags, int bytes)
{
	static char block[512];
	static unsigned long long number = 1000;
	struct io_uring_sqe sqe = { .opcode = opcode, .fd = fd, .flags = flags, .user_data = ++number };

	if (opcode == IORING_OP_READ || opcode == IORING_OP_WRITE) {
		sqe.addr = (unsigned long)block;
		sqe.len = bytes;
	}
	submit(&sqe);
	wait_for(number);
}

// One request, many completions. A kernel that does not know such polls completes it once, with an error.
static void poll_often(int times)
{
	int event = eventfd(0, 0);
	struct io_uring_sqe start = { .opcode = IORING_OP_POLL_ADD, .fd = event, .poll32_events = POLLIN,
				      .len = POLL_MULTI, .user_data = POLL };
	struct io_uring_sqe end = { .opcode = IORING_OP_POLL_REMOVE, .addr = POLL, .user_data = POLL_END };
	unsigned long long one = 1;

	check(event >= 0, "eventfd");
	submit(&start);
	reap(POLL);
	for (int i = 0; i < times && !poll_ended; i++) {
		check(write(event, &one, sizeof(one)) == sizeof(one), "write");
		wait_for(POLL);
		check(read(event, &one, sizeof(one)) == sizeof(one), "read");
	}
	submit(&end);
	wait_for(POLL_END);
	if (!poll_ended)
		wait_for(POLL);
}

static void io_uring(int argc, char **argv)
{
	int times = argc > 0 ? atoi(argv[0]) : 0;
	int file = memfd_create("file", 0);
	int null = open("/dev/null", O_WRONLY);
	char line[96];

	if (!set_up()) {
		check(write(1, "none\n", 5) == 5, "write");
		return;
	}
	for (int i = 0; i < times; i++) {
		request(IORING_OP_NOP, -1, 0, 0);
		request(IORING_OP_WRITE, file, 0, 512);
		request(IORING_OP_READ, file, 0, 128);
		request(IORING_OP_WRITE, file, IOSQE_ASYNC, 256);
		request(IORING_OP_FSYNC, null, 0, 0);
		request(255, -1, 0, 0);
	}
	submitted -= times;	// what does not exist is turned down before it counts as submitted
	poll_often(times);
	snprintf(line, sizeof(line), "%ld %ld %ld\n", submitted, completed, sum);
	check(write(1, line, strlen(line)) == (ssize_t)strlen(line), "write");
}

MODE("io_uring", io_uring)
