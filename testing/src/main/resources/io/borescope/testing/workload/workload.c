// SPDX-License-Identifier: Apache-2.0
// A workload with known counts. Says "ready", waits for a byte on stdin so that it can be tracked first, works, and ends.
//
//   workload calls THREADS N     each thread: N times write, fsync, fdatasync and pwrite
//   workload forks N M           N children, one after another, M writes each
//   workload execs N M           N program images, each of M writes and then an exec
//   workload spin MILLISECONDS   computes; prints the nanoseconds of CPU time the kernel charged it meanwhile
//   workload seconds N           computes for N whole seconds of wall time; prints "SECOND NANOSECONDS" for each: the second since
//                                the epoch and the CPU time the kernel charged it within
//   workload blocks              a read that a second byte ends
//   workload compat N            N 32-bit calls from this 64-bit program, under a number that is futex in 64-bit; says "done"
//   workload mixed T N B M FILE  T threads share N writes of B bytes to /dev/null; then M fsyncs of FILE
//
// and what the other files add.
#define _GNU_SOURCE
#include "workload.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int sink;
static int repetitions;

static struct mode *modes;

void add_mode(struct mode *mode)
{
	mode->next = modes;
	modes = mode;
}

static int run_mode(const char *name, int argc, char **argv)
{
	for (struct mode *mode = modes; mode; mode = mode->next) {
		if (strcmp(mode->name, name) == 0) {
			mode->run(argc, argv);
			return 1;
		}
	}
	return 0;
}

void check(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		_exit(2);
	}
}

void wait_for_byte(void)
{
	char byte;

	check(read(0, &byte, 1) == 1, "read");
}

static void write_times(int times)
{
	for (int i = 0; i < times; i++)
		check(write(sink, "x", 1) == 1, "write");
}

// Calls on /dev/null: fsync and fdatasync fail with EINVAL, which is as good a result as any.
static void *calls(void *unused)
{
	for (int i = 0; i < repetitions; i++) {
		write_times(1);
		fsync(sink);
		fdatasync(sink);
		check(pwrite(sink, "x", 1, 0) == 1, "pwrite");
	}
	return unused;
}

static void in_threads(int threads)
{
	pthread_t thread[threads];

	for (int i = 0; i < threads; i++)
		check(pthread_create(&thread[i], NULL, calls, NULL) == 0, "pthread_create");
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
}

static void forks(int children, int writes)
{
	for (int i = 0; i < children; i++) {
		pid_t child = fork();

		check(child >= 0, "fork");
		if (child == 0) {
			write_times(writes);
			_exit(i & 0x7f);
		}
		check(waitpid(child, NULL, 0) == child, "waitpid");
	}
}

static void execs(const char *self, int images, int writes)
{
	char left[16], each[16];

	write_times(writes);
	if (images <= 1)
		return;
	snprintf(left, sizeof(left), "%d", images - 1);
	snprintf(each, sizeof(each), "%d", writes);
	execl(self, self, "execs-on", left, each, NULL);
	check(0, "execl");
}

long long now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long charged_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void spin(int milliseconds)
{
	long long before = charged_ns(), end = now_ns() + milliseconds * 1000000LL;
	char line[32];
	int length;

	while (now_ns() < end)
		;
	length = snprintf(line, sizeof(line), "%lld\n", charged_ns() - before);
	check(write(1, line, length) == length, "write");
}

static void compat(int times)
{
#if defined(__x86_64__)
	for (int i = 0; i < times; i++) {
		long result = 202;	// getegid32

		__asm__ volatile("int $0x80" : "+a"(result) : : "memory");
	}
#endif
	check(write(1, "done\n", 5) == 5, "write");
}

static long long wall_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long spin_until(long long end)
{
	while (wall_ns() < end)
		;
	return charged_ns();
}

static void seconds(int count)
{
	long long second = wall_ns() / 1000000000LL + 1;
	long long before = spin_until(second * 1000000000LL);
	char line[64];

	for (int i = 0; i < count; i++, second++) {
		long long after = spin_until((second + 1) * 1000000000LL);
		int length = snprintf(line, sizeof(line), "%lld %lld\n", second, after - before);

		check(write(1, line, length) == length, "write");
		before = after;
	}
}

static int bytes;

static void *share(void *times)
{
	char block[bytes];

	memset(block, 'x', bytes);
	for (long i = (long)times; i > 0; i--)
		check(write(sink, block, bytes) == bytes, "write");
	return NULL;
}

static void mixed(int threads, int writes, int fsyncs, const char *file)
{
	pthread_t thread[threads];
	int out;

	for (int i = 0; i < threads; i++) {
		long times = writes / threads + (i < writes % threads);

		check(pthread_create(&thread[i], NULL, share, (void *)times) == 0, "pthread_create");
	}
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	out = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	check(out >= 0, "open");
	for (int i = 0; i < fsyncs; i++)
		check(fsync(out) == 0, "fsync");
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	int first = argc > 2 ? atoi(argv[2]) : 0;
	int second = argc > 3 ? atoi(argv[3]) : 0;

	if (getenv("BORESCOPE_IMITATION"))
		imitate(getenv("BORESCOPE_IMITATION"), argv);
	sink = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (strcmp(mode, "execs-on") == 0) {
		execs("/proc/self/exe", first, second);
		_exit(0);
	}
	check(write(1, "ready\n", 6) == 6, "write");
	wait_for_byte();
	if (strcmp(mode, "calls") == 0) {
		repetitions = second;
		in_threads(first);
	} else if (strcmp(mode, "forks") == 0) {
		forks(first, second);
	} else if (strcmp(mode, "execs") == 0) {
		execs("/proc/self/exe", first, second);
	} else if (strcmp(mode, "spin") == 0) {
		spin(first);
	} else if (strcmp(mode, "compat") == 0) {
		compat(first);
	} else if (strcmp(mode, "seconds") == 0) {
		seconds(first);
	} else if (strcmp(mode, "mixed") == 0 && argc == 7) {
		bytes = atoi(argv[4]);
		mixed(first, second, atoi(argv[5]), argv[6]);
	} else if (strcmp(mode, "blocks") == 0) {
		wait_for_byte();
	} else {
		check(run_mode(mode, argc - 2, argv + 2), "mode");
	}
	_exit(0);
}
