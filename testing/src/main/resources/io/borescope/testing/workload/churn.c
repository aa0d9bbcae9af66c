// SPDX-License-Identifier: Apache-2.0
//   workload churn SECONDS   short-lived processes for so long, one after another: each writes 3 times, every fourth of them once more in
//                            a thread of its own; prints "CHILDREN WRITES"
#define _GNU_SOURCE
#include "workload.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define WRITES 3

static int nowhere;

static void *write_once(void *unused)
{
	check(write(nowhere, "x", 1) == 1, "write");
	return unused;
}

static void live(int with_thread)
{
	pthread_t thread;

	for (int i = 0; i < WRITES; i++)
		write_once(NULL);
	if (with_thread) {
		check(pthread_create(&thread, NULL, write_once, NULL) == 0, "pthread_create");
		pthread_join(thread, NULL);
	}
	_exit(0);
}

static void churn(int argc, char **argv)
{
	long long end = now_ns() + atoi(argv[0]) * 1000000000LL;
	long children = 0, writes = 0;
	char line[64];
	int length;

	(void)argc;
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	for (; now_ns() < end; children++) {
		int with_thread = children % 4 == 0;
		pid_t child = fork();

		check(child >= 0, "fork");
		if (child == 0)
			live(with_thread);
		check(waitpid(child, NULL, 0) == child, "waitpid");
		writes += WRITES + with_thread;
	}
	length = snprintf(line, sizeof(line), "%ld %ld\n", children, writes);
	check(write(1, line, length) == length, "write");
}

MODE("churn", churn)
