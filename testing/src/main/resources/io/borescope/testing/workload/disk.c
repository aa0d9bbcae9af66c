// SPDX-License-Identifier: Apache-2.0
// I/O on block devices, and a block device to do it on.
//
//   workload loop FILE [direct]           makes a loop device of FILE (or of another device), prints its path, or "none" and why; removes it when a second
//                                         byte comes. With "direct", it reads and writes FILE past the page cache
//   workload disk_direct DEV R W BYTES    R reads and W writes of BYTES each past the page cache, one after another
//   workload disk_async DEV N DEPTH BYTES N reads of BYTES at random places, DEPTH at a time
//   workload disk_joined DEV N            N times three writes of 4 KiB past the page cache, handed over together: the middle one last
//   workload disk_busy DEV DEPTH BYTES    as disk_async, until a second byte comes
//   workload disk_flush DEV N             N fsyncs
//   workload disk_discard DEV N BYTES     N discards of BYTES
//   workload disk_dirty FILE BYTES [sync] writes BYTES into the page cache; then fsync, or not
//   workload disk_sync FILE               fsync
//   workload disk_syncfs FILE             syncfs
//   workload disk_fails DEV BYTES         a read at the beginning of DEV, which may fail
#define _GNU_SOURCE
#include "workload.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ALIGNMENT 4096
#define MOST_DEPTH 64

static void say(const char *line)
{
	check(write(1, line, strlen(line)) == (ssize_t)strlen(line), "write");
}

static void say_none(const char *what)
{
	char line[128];

	snprintf(line, sizeof(line), "none: %s: %s\n", what, strerror(errno));
	say(line);
	_exit(0);
}

static int open_for(const char *file, int flags)
{
	int fd = open(file, flags | O_CLOEXEC, 0600);

	check(fd >= 0, file);
	return fd;
}

static char *block_of(size_t bytes)
{
	char *block = aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);

	check(block != NULL, "aligned_alloc");
	memset(block, 'x', bytes);
	return block;
}

// Another process may take the free device first: then the next one.
static int take_loop(int control, int file, char *path, size_t size)
{
	for (int i = 0; i < 100; i++) {
		int number = ioctl(control, LOOP_CTL_GET_FREE), loop;

		if (number < 0)
			return -1;
		snprintf(path, size, "/dev/loop%d", number);
		loop = open(path, O_RDWR | O_CLOEXEC);
		if (loop < 0)
			return -1;
		if (ioctl(loop, LOOP_SET_FD, file) == 0)
			return loop;
		close(loop);
		if (errno != EBUSY)
			return -1;
	}
	return -1;
}

static void loop(int argc, char **argv)
{
	struct loop_info64 info = { .lo_flags = LO_FLAGS_AUTOCLEAR };
	int direct = argc > 1, control, device;
	char path[32], line[64];

	control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	if (control < 0)
		say_none("/dev/loop-control");
	device = take_loop(control, open_for(argv[0], O_RDWR | (direct ? O_DIRECT : 0)), path, sizeof(path));
	if (device < 0)
		say_none("a loop device");
	check(ioctl(device, LOOP_SET_STATUS64, &info) == 0, "LOOP_SET_STATUS64");
	if (direct && ioctl(device, LOOP_SET_DIRECT_IO, 1UL) != 0)
		say_none("LOOP_SET_DIRECT_IO");
	snprintf(line, sizeof(line), "%s\n", path);
	say(line);
	wait_for_byte();
}
MODE("loop", loop)

static void disk_direct(int argc, char **argv)
{
	int reads = atoi(argv[1]), writes = atoi(argv[2]), bytes = atoi(argv[3]);
	int fd = open_for(argv[0], O_RDWR | O_DIRECT);
	char *block = block_of(bytes);

	for (int i = 0; i < reads; i++)
		check(pread(fd, block, bytes, (off_t)i * bytes) == bytes, "pread");
	for (int i = 0; i < writes; i++)
		check(pwrite(fd, block, bytes, (off_t)i * bytes) == bytes, "pwrite");
}
MODE("disk_direct", disk_direct)

static int fd_of_async;
static int bytes_of_async;
static aio_context_t aio;

static void submit(struct iocb **list, int count)
{
	for (int done = 0; done < count;) {
		int submitted = syscall(SYS_io_submit, aio, count - done, list + done);

		check(submitted > 0, "io_submit");
		done += submitted;
	}
}

static int reap(struct io_event *events, int least, int most)
{
	int reaped = syscall(SYS_io_getevents, aio, least, most, events, NULL);

	check(reaped >= least, "io_getevents");
	for (int i = 0; i < reaped; i++)
		check(events[i].res == bytes_of_async, "res");
	return reaped;
}

// Every other block, so that no two of them can be joined.
static off_t some_place(off_t blocks)
{
	return random() % (blocks / 2) * 2 * bytes_of_async;
}

static int stopped(void)
{
	struct pollfd stdin_ready = { .fd = 0, .events = POLLIN };

	return poll(&stdin_ready, 1, 0) != 0;
}

// `count` reads, or until stopped if it is 0
static void read_async(const char *device, long count, int depth, int bytes)
{
	static struct iocb places[MOST_DEPTH], *list[MOST_DEPTH];
	struct io_event events[MOST_DEPTH];
	long started = 0, ended = 0;
	off_t blocks;

	check(depth <= MOST_DEPTH, "depth");
	fd_of_async = open_for(device, O_RDONLY | O_DIRECT);
	bytes_of_async = bytes;
	blocks = lseek(fd_of_async, 0, SEEK_END) / bytes;
	check(syscall(SYS_io_setup, depth, &aio) == 0, "io_setup");
	for (; started < depth && (!count || started < count); started++) {
		struct iocb *place = &places[started];

		place->aio_lio_opcode = IOCB_CMD_PREAD;
		place->aio_fildes = fd_of_async;
		place->aio_buf = (uintptr_t)block_of(bytes);
		place->aio_nbytes = bytes;
		place->aio_data = (uintptr_t)place;
		place->aio_offset = some_place(blocks);
		list[started] = place;
	}
	submit(list, started);
	while (ended < started) {
		int reaped = reap(events, 1, depth), go_on = count || !stopped(), again = 0;

		ended += reaped;
		for (; again < reaped && go_on && (!count || started < count); again++, started++) {
			list[again] = (struct iocb *)(uintptr_t)events[again].data;
			list[again]->aio_offset = some_place(blocks);
		}
		submit(list, again);
	}
}

static void disk_async(int argc, char **argv)
{
	read_async(argv[0], atol(argv[1]), atoi(argv[2]), atoi(argv[3]));
}
MODE("disk_async", disk_async)

static void disk_busy(int argc, char **argv)
{
	say("busy\n");
	read_async(argv[0], 0, atoi(argv[1]), atoi(argv[2]));
}
MODE("disk_busy", disk_busy)

static void disk_joined(int argc, char **argv)
{
	static const int order[] = { 0, 2, 1 };
	struct iocb places[3] = {}, *list[3];
	struct io_event events[3];
	char *block = block_of(ALIGNMENT);

	fd_of_async = open_for(argv[0], O_RDWR | O_DIRECT);
	bytes_of_async = ALIGNMENT;
	check(syscall(SYS_io_setup, 3, &aio) == 0, "io_setup");
	for (int i = 0; i < atoi(argv[1]); i++) {
		for (int j = 0; j < 3; j++) {
			places[j].aio_lio_opcode = IOCB_CMD_PWRITE;
			places[j].aio_fildes = fd_of_async;
			places[j].aio_buf = (uintptr_t)block;
			places[j].aio_nbytes = ALIGNMENT;
			places[j].aio_offset = (off_t)order[j] * ALIGNMENT;
			list[j] = &places[j];
		}
		submit(list, 3);
		for (int left = 3; left > 0;)
			left -= reap(events, 1, left);
	}
}
MODE("disk_joined", disk_joined)

static void disk_flush(int argc, char **argv)
{
	int fd = open_for(argv[0], O_RDWR);

	for (int i = 0; i < atoi(argv[1]); i++)
		check(fsync(fd) == 0, "fsync");
}
MODE("disk_flush", disk_flush)

static void disk_discard(int argc, char **argv)
{
	int fd = open_for(argv[0], O_RDWR);

	for (int i = 0; i < atoi(argv[1]); i++) {
		uint64_t range[2] = { (uint64_t)i * atoi(argv[2]), atoi(argv[2]) };

		check(ioctl(fd, BLKDISCARD, range) == 0, "BLKDISCARD");
	}
}
MODE("disk_discard", disk_discard)

static void disk_dirty(int argc, char **argv)
{
	int fd = open_for(argv[0], O_RDWR | O_CREAT);
	char *block = block_of(ALIGNMENT);

	for (long left = atol(argv[1]); left > 0; left -= ALIGNMENT)
		check(write(fd, block, ALIGNMENT) == ALIGNMENT, "write");
	if (argc > 2)
		check(fsync(fd) == 0, "fsync");
	// The last close of a block device would write its pages back. So it stays open until somebody else has done it.
	else
		say("dirty\n"), wait_for_byte();
}
MODE("disk_dirty", disk_dirty)

static void disk_sync(int argc, char **argv)
{
	check(fsync(open_for(argv[0], O_RDWR)) == 0, "fsync");
}
MODE("disk_sync", disk_sync)

static void disk_syncfs(int argc, char **argv)
{
	check(syncfs(open_for(argv[0], O_RDONLY)) == 0, "syncfs");
}
MODE("disk_syncfs", disk_syncfs)

static void disk_fails(int argc, char **argv)
{
	int bytes = atoi(argv[1]);
	ssize_t got = pread(open_for(argv[0], O_RDONLY | O_DIRECT), block_of(bytes), bytes, 0);

	check(got < bytes, "pread");
}
MODE("disk_fails", disk_fails)
