// SPDX-License-Identifier: Apache-2.0
// What a process has, as its files in /proc tell it. Each mode says "done" and then waits for a second byte.
//
//   workload uses_memory MAPPED ANON SHARED FILE   maps MAPPED pages without touching them, touches ANON pages of its own and SHARED
//                                                  pages of shared memory, and reads each page of FILE through a mapping
//   workload uses_files N SOFT HARD                sets its limits on open files, and opens N
//   workload uses_io N BYTES FILE                  a thread that ends writes N times BYTES to FILE and syncs it, a child that is awaited
//                                                  writes them to /dev/null; then reads FILE in blocks of BYTES
//   workload uses_threads THREADS SLEEPS           sleeps SLEEPS times in each thread. Prints the "VOLUNTARY INVOLUNTARY" switches of all
//                                                  threads as the kernel accounts them: when the threads rest, after the next byte, and
//                                                  after the byte after that, when they have ended
#define _GNU_SOURCE
#include "workload.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096L

static void done(void)
{
	check(write(1, "done\n", 5) == 5, "write");
	wait_for_byte();
}

static char *map(long pages, int flags)
{
	char *memory = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	check(memory != MAP_FAILED, "mmap");
	madvise(memory, pages * PAGE, MADV_NOHUGEPAGE);
	return memory;
}

static void uses_memory(int argc, char **argv)
{
	int file = open(argv[3], O_RDONLY | O_CLOEXEC);
	off_t size = lseek(file, 0, SEEK_END);
	char *memory;

	check(argc == 4 && size > 0, argv[3]);
	map(atol(argv[0]), MAP_PRIVATE);
	memset(map(atol(argv[1]), MAP_PRIVATE), 1, atol(argv[1]) * PAGE);
	memset(map(atol(argv[2]), MAP_SHARED), 1, atol(argv[2]) * PAGE);
	memory = mmap(NULL, size, PROT_READ, MAP_SHARED | MAP_POPULATE, file, 0);
	check(memory != MAP_FAILED, "mmap");
	for (off_t at = 0; at < size; at += PAGE)
		*(volatile const char *)(memory + at);
	done();
}
MODE("uses_memory", uses_memory)

static void uses_files(int argc, char **argv)
{
	struct rlimit limit = { .rlim_cur = atol(argv[1]), .rlim_max = atol(argv[2]) };

	check(setrlimit(RLIMIT_NOFILE, &limit) == 0, "setrlimit");
	for (int i = atoi(argv[0]); i > 0; i--)
		check(dup(0) >= 0, "dup");
	done();
}
MODE("uses_files", uses_files)

static char *block;
static long block_bytes;
static int blocks;

static void write_blocks(int file)
{
	for (int i = 0; i < blocks; i++)
		check(write(file, block, block_bytes) == block_bytes, "write");
}

static void *write_and_sync(void *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	check(file >= 0, path);
	write_blocks(file);
	check(fsync(file) == 0, "fsync");
	close(file);
	return NULL;
}

static void uses_io(int argc, char **argv)
{
	pthread_t thread;
	pid_t child;
	int file;

	blocks = atoi(argv[0]);
	block_bytes = atol(argv[1]);
	block = malloc(block_bytes);
	check(block != NULL, "malloc");
	memset(block, 'x', block_bytes);
	check(pthread_create(&thread, NULL, write_and_sync, argv[2]) == 0, "pthread_create");
	pthread_join(thread, NULL);
	child = fork();
	check(child >= 0, "fork");
	if (child == 0) {
		write_blocks(open("/dev/null", O_WRONLY | O_CLOEXEC));
		_exit(0);
	}
	check(waitpid(child, NULL, 0) == child, "waitpid");
	file = open(argv[2], O_RDONLY | O_CLOEXEC);
	for (int i = 0; i < blocks; i++)
		check(read(file, block, block_bytes) == block_bytes, "read");
	done();
}
MODE("uses_io", uses_io)

static int sleeps;
static atomic_int resting;
static pthread_mutex_t rest = PTHREAD_MUTEX_INITIALIZER;

static void *sleep_and_rest(void *unused)
{
	struct timespec short_time = { .tv_nsec = 10000 };

	for (int i = 0; i < sleeps; i++)
		nanosleep(&short_time, NULL);
	resting++;
	pthread_mutex_lock(&rest);
	pthread_mutex_unlock(&rest);
	return unused;
}

static void print_switches(void)
{
	struct rusage used;
	char line[64];
	int length;

	check(getrusage(RUSAGE_SELF, &used) == 0, "getrusage");
	length = snprintf(line, sizeof(line), "%ld %ld\n", used.ru_nvcsw, used.ru_nivcsw);
	check(write(1, line, length) == length, "write");
	wait_for_byte();
}

static void uses_threads(int argc, char **argv)
{
	int threads = atoi(argv[0]);
	pthread_t thread[threads];

	sleeps = atoi(argv[1]);
	pthread_mutex_lock(&rest);
	for (int i = 0; i < threads; i++)
		check(pthread_create(&thread[i], NULL, sleep_and_rest, NULL) == 0, "pthread_create");
	while (resting < threads)
		usleep(1000);
	print_switches();
	print_switches();
	pthread_mutex_unlock(&rest);
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	print_switches();
}
MODE("uses_threads", uses_threads)
