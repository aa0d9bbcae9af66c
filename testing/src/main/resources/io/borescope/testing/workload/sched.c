// SPDX-License-Identifier: Apache-2.0
// Threads that the scheduler has work with. Each prints a line when its work is done,
//
//   TID BEGIN END VOLUNTARY INVOLUNTARY WAITED ARRIVALS
//
// with what the kernel counted for it between two moments of CLOCK_MONOTONIC: switches of both kinds, nanoseconds in the
// runqueue, and how often it got a CPU.
//
//   workload pingpong PAIRS N    pairs of threads that hand a byte to and fro N times, through pipes
//   workload yields THREADS N    all on one CPU: N times sched_yield
//   workload spinners THREADS MILLISECONDS   each computes until so much CPU time is used up
//   workload threads THREADS N   each N times: computes for 100 us, then sleeps for 100 us
//   workload signals THREADS N   each N times: sends a signal to one of them and sleeps for 10 us
//
// and, without lines:
//
//   workload exits PROCESSES MEGABYTES   processes that fill so much memory each, and end: that takes long
#define _GNU_SOURCE
#include "workload.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct figures {
	long long at, voluntary, involuntary, waited, arrivals;
};

static int rounds;

static void read_file(const char *path, char *text, int size)
{
	int file = open(path, O_RDONLY | O_CLOEXEC), length;

	check(file >= 0, path);
	length = read(file, text, size - 1);
	check(length > 0, path);
	text[length] = 0;
	close(file);
}

static struct figures read_figures(void)
{
	struct figures f = { .at = now_ns() };
	char text[8192], *line;

	read_file("/proc/thread-self/schedstat", text, sizeof(text));
	check(sscanf(text, "%*d %lld %lld", &f.waited, &f.arrivals) == 2, "schedstat");
	read_file("/proc/thread-self/status", text, sizeof(text));
	line = strstr(text, "\nvoluntary_ctxt_switches:");
	check(line && sscanf(line, " voluntary_ctxt_switches: %lld nonvoluntary_ctxt_switches: %lld", &f.voluntary, &f.involuntary) == 2,
	      "status");
	return f;
}

// All of one moment: the thread did not leave its CPU from the first reading on until the next ended.
static struct figures figures_now(void)
{
	struct figures before = read_figures();

	for (;;) {
		struct figures after = read_figures();

		if (before.voluntary == after.voluntary && before.involuntary == after.involuntary && before.arrivals == after.arrivals)
			return after;
		before = after;
	}
}

static void report(struct figures begin)
{
	struct figures end = figures_now();
	char line[160];
	int length = snprintf(line, sizeof(line), "%ld %lld %lld %lld %lld %lld %lld\n", syscall(SYS_gettid), begin.at, end.at,
			      end.voluntary - begin.voluntary, end.involuntary - begin.involuntary, end.waited - begin.waited,
			      end.arrivals - begin.arrivals);

	check(write(1, line, length) == length, "write");
}

static long long used_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void compute(long long ns)
{
	long long end = used_ns() + ns;

	while (used_ns() < end)
		;
}

static void all_on_one_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	check(sched_setaffinity(0, sizeof(set), &set) == 0, "sched_setaffinity");
}

static void run_threads(int threads, void *(*run)(void *), void *argument)
{
	pthread_t thread[threads];

	for (int i = 0; i < threads; i++)
		check(pthread_create(&thread[i], NULL, run, argument) == 0, "pthread_create");
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
}

struct side {
	int in, out, first;
};

static void *play(void *argument)
{
	struct side *side = argument;
	struct figures begin = figures_now();
	char byte = 'x';

	for (int i = 0; i < rounds; i++) {
		if (side->first)
			check(write(side->out, &byte, 1) == 1, "write");
		check(read(side->in, &byte, 1) == 1, "read");
		if (!side->first)
			check(write(side->out, &byte, 1) == 1, "write");
	}
	report(begin);
	return NULL;
}

static void pingpong(int argc, char **argv)
{
	int pairs = argc > 0 ? atoi(argv[0]) : 1;
	pthread_t thread[2 * pairs];
	struct side side[2 * pairs];

	rounds = argc > 1 ? atoi(argv[1]) : 1;
	for (int i = 0; i < 2 * pairs; i += 2) {
		int there[2], back[2];

		check(pipe(there) == 0 && pipe(back) == 0, "pipe");
		side[i] = (struct side){ .in = back[0], .out = there[1], .first = 1 };
		side[i + 1] = (struct side){ .in = there[0], .out = back[1] };
	}
	for (int i = 0; i < 2 * pairs; i++)
		check(pthread_create(&thread[i], NULL, play, &side[i]) == 0, "pthread_create");
	for (int i = 0; i < 2 * pairs; i++)
		pthread_join(thread[i], NULL);
}
MODE("pingpong", pingpong)

static void *yield(void *unused)
{
	struct figures begin = figures_now();

	for (int i = 0; i < rounds; i++)
		sched_yield();
	report(begin);
	return unused;
}

static void yields(int argc, char **argv)
{
	rounds = argc > 1 ? atoi(argv[1]) : 1;
	all_on_one_cpu();
	run_threads(argc > 0 ? atoi(argv[0]) : 1, yield, NULL);
}
MODE("yields", yields)

static void *use(void *milliseconds)
{
	struct figures begin = figures_now();

	compute((long)milliseconds * 1000000);
	report(begin);
	return NULL;
}

static void spinners(int argc, char **argv)
{
	run_threads(argc > 0 ? atoi(argv[0]) : 1, use, (void *)(argc > 1 ? atol(argv[1]) : 1));
}
MODE("spinners", spinners)

static void *compute_and_sleep(void *unused)
{
	struct timespec short_time = { .tv_nsec = 100000 };
	struct figures begin = figures_now();

	for (int i = 0; i < rounds; i++) {
		compute(100000);
		nanosleep(&short_time, NULL);
	}
	report(begin);
	return unused;
}

static void threads(int argc, char **argv)
{
	rounds = argc > 1 ? atoi(argv[1]) : 1;
	run_threads(argc > 0 ? atoi(argv[0]) : 1, compute_and_sleep, NULL);
}
MODE("threads", threads)

static void ignore(int signal)
{
}

// A signal that comes while a thread goes to sleep keeps it runnable; the kernel counts the switch as voluntary all the same.
static void *sleep_disturbed(void *signals)
{
	struct timespec short_time = { .tv_nsec = 10000 };
	struct figures begin;

	pthread_sigmask(SIG_UNBLOCK, signals, NULL);
	begin = figures_now();
	for (int i = 0; i < rounds; i++) {
		kill(getpid(), SIGUSR1);
		nanosleep(&short_time, NULL);
	}
	pthread_sigmask(SIG_BLOCK, signals, NULL);
	report(begin);
	return NULL;
}

static void signals(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = ignore };
	sigset_t set;

	rounds = argc > 1 ? atoi(argv[1]) : 1;
	sigaction(SIGUSR1, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	run_threads(argc > 0 ? atoi(argv[0]) : 1, sleep_disturbed, &set);
}
MODE("signals", signals)

static void exits(int argc, char **argv)
{
	int processes = argc > 0 ? atoi(argv[0]) : 1;
	long bytes = (argc > 1 ? atol(argv[1]) : 1) << 20;

	for (int i = 0; i < processes; i++) {
		pid_t child = fork();

		check(child >= 0, "fork");
		if (child == 0) {
			char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

			check(memory != MAP_FAILED && madvise(memory, bytes, MADV_NOHUGEPAGE) == 0, "mmap");
			memset(memory, 1, bytes);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
}
MODE("exits", exits)
