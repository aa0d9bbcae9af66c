// SPDX-License-Identifier: Apache-2.0
//   workload each CHILDREN N CALL...   in each child: N times, each of the system calls; then N times again, in a way that most
//                                      kernels turn down; prints how many of them failed
//   workload paced RATE N ...          N writes, at RATE per second as far as the machine is quick enough; then as many further ones
//                                      as each further pair says. Each pair ends with a write that says "done", and each but the
//                                      first begins with a byte
#define _GNU_SOURCE
#include "workload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef SYS_futex_waitv
#define SYS_futex_waitv 449
#endif
#ifndef SYS_futex_wake
#define SYS_futex_wake 454
#define SYS_futex_wait 455
#define SYS_futex_requeue 456
#endif

#define PAGE 65536	// a page of any kernel, or some

static int file, epoll;
static long *failed;	// shared with the children
static char page[PAGE] __attribute__((aligned(PAGE)));

// All that is needed is there before anybody observes: none of it is a call of the workload.
__attribute__((constructor)) static void prepare(void)
{
	file = memfd_create("file", 0);
	check(file >= 0, "memfd_create");
	check(pwrite(file, page, PAGE, 0) == PAGE, "pwrite");
	epoll = epoll_create1(0);
	check(epoll >= 0, "epoll_create1");
	failed = mmap(NULL, sizeof(*failed), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	check(failed != MAP_FAILED, "mmap");
}

static long call(const char *name, int fails)
{
	struct iovec block = { .iov_base = page, .iov_len = 1 };
	struct epoll_event event;
	int fd = fails ? -1 : file;
	int epfd = fails ? -1 : epoll;
	unsigned int how[6] = { O_RDONLY };	// struct open_how
	const char *path = fails ? "/none" : "/dev/null";

#define CALL(wanted, ...) \
	if (strcmp(name, #wanted) == 0) \
		return syscall(SYS_##wanted, ##__VA_ARGS__)

	CALL(read, fd, page, 1);
	CALL(readv, fd, &block, 1);
	CALL(pread64, fd, page, 1, 0);
	CALL(preadv, fd, &block, 1, 0, 0);
	CALL(preadv2, fd, &block, 1, 0, 0, 0);
	CALL(write, fd, page, 1);
	CALL(writev, fd, &block, 1);
	CALL(pwrite64, fd, page, 1, 0);
	CALL(pwritev, fd, &block, 1, 0, 0);
	CALL(pwritev2, fd, &block, 1, 0, 0, 0);
	CALL(fsync, fd);
	CALL(fdatasync, fd);
	CALL(sync_file_range, fd, 0, 0, 0);
	CALL(futex, page + fails, 1 /* FUTEX_WAKE */, 1, NULL, NULL, 0);
	CALL(futex_waitv, NULL, 0, 0, NULL, 0);
	CALL(futex_wake, page, 0, 1, 0);
	CALL(futex_wait, page, 0, 0, 0, NULL, 0);
	CALL(futex_requeue, NULL, 0, 0, 0);
	CALL(epoll_pwait, epfd, &event, 1, 0, NULL, 8);
	CALL(epoll_pwait2, epfd, &event, 1, page /* no time */, NULL, 8);
	CALL(mmap, NULL, fails ? 0 : PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CALL(munmap, fails ? 1 : 1L << 40, PAGE);
	CALL(brk, 0);
	CALL(madvise, page, PAGE, fails ? 12345 : MADV_NORMAL);
	CALL(msync, page, PAGE, fails ? 12345 : MS_ASYNC);
	CALL(io_uring_enter, fails ? -1 : file, 0, 0, 0, NULL, 0);
	CALL(openat, AT_FDCWD, path, O_RDONLY);
	CALL(openat2, AT_FDCWD, path, how, sizeof(how));
	CALL(close, fails ? -1 : dup(file));
	CALL(close_range, fails ? 2000000 : 1000000, 1000000, 0);
#ifdef SYS_epoll_wait	// and arm64 has none of these
	CALL(epoll_wait, epfd, &event, 1, 0);
	CALL(open, path, O_RDONLY);
	CALL(creat, fails ? "/none/none" : path, 0600);
#endif
	errno = EINVAL;
	check(0, name);
	return -1;
}

static void child(int times, int calls, char **names)
{
	for (int i = 0; i < calls; i++)
		for (int j = 0; j < 2 * times; j++)
			if (call(names[i], j >= times) < 0)
				__sync_fetch_and_add(failed, 1);
	_exit(0);
}

static void each(int argc, char **argv)
{
	int children = atoi(argv[0]);
	char line[32];
	int status, length;

	for (int i = 0; i < children; i++) {
		pid_t pid = fork();

		check(pid >= 0, "fork");
		if (pid == 0)
			child(atoi(argv[1]), argc - 2, argv + 2);
	}
	for (int i = 0; i < children; i++) {
		check(wait(&status) > 0, "wait");
		check(status == 0, "child");
	}
	length = snprintf(line, sizeof(line), "%ld\n", *failed);
	check(write(1, line, length) == length, "write");
}

MODE("each", each)

static void paced(int argc, char **argv)
{
	struct timespec pause = { .tv_nsec = 1000000 };
	int out = open("/dev/null", O_WRONLY | O_CLOEXEC);

	check(out >= 0, "open");
	for (int i = 0; i + 1 < argc; i += 2) {
		double rate = atof(argv[i]) / 1e9;
		long done = 0, all = atol(argv[i + 1]);
		long long begin;

		if (i)
			wait_for_byte();
		begin = now_ns();
		while (done < all) {
			long due = (long)((now_ns() - begin) * rate);

			for (; done < due && done < all; done++)
				check(write(out, page, 1) == 1, "write");
			nanosleep(&pause, NULL);
		}
		check(write(1, "done\n", 5) == 5, "write");
	}
}
MODE("paced", paced)
