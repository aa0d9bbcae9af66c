// SPDX-License-Identifier: Apache-2.0
// Work of known size on the last CPU, with "threads" on the first one too. For each byte on stdin it does it once and prints the
// nanoseconds of CPU time that an operation took.
//
//   load write N      an operation: write(2) of a byte to /dev/null
//   load mix N        an operation: every other one is such a write, the others are getppid(2)
//   load threads N    the same write, by each of two threads on two CPUs
//   load tcp N        an operation: a byte written to a TCP connection of the loopback device, and read at its other end
//   load switches N   an operation: a switch between two threads that hand a byte to and fro through pipes
//   load all N        an operation: a little of all that probes observe
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int sink, count;

static void check(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		exit(2);
	}
}

static double used_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static long writes(void)
{
	for (int i = 0; i < count; i++)
		check(write(sink, "x", 1) == 1, "write");
	return count;
}

static pthread_barrier_t begin, end;

static void on_cpu(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	check(sched_setaffinity(0, sizeof(set), &set) == 0, "sched_setaffinity");
}

static void *writes_beside(void *unused)
{
	on_cpu(0);
	for (;;) {
		pthread_barrier_wait(&begin);
		writes();
		pthread_barrier_wait(&end);
	}
	return unused;
}

static long threads(void)
{
	long written;

	pthread_barrier_wait(&begin);
	written = writes();
	pthread_barrier_wait(&end);
	return 2 * written;
}

static long mix(void)
{
	for (int i = 0; i < count; i += 2) {
		check(write(sink, "x", 1) == 1, "write");
		syscall(SYS_getppid);
	}
	return count;
}

static int there[2], back[2];

static void *answer(void *unused)
{
	char byte;

	while (read(there[0], &byte, 1) == 1)
		check(write(back[1], &byte, 1) == 1, "write");
	return unused;
}

static long switches_so_far(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_nvcsw + usage.ru_nivcsw;
}

static long switches(void)
{
	long before = switches_so_far();
	char byte = 'x';

	for (int i = 0; i < count; i += 2) {
		check(write(there[1], &byte, 1) == 1, "write");
		check(read(back[0], &byte, 1) == 1, "read");
	}
	return switches_so_far() - before;
}

static int sender, receiver, file;

static void connect_to_itself(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	check(bind(listener, (void *)&address, length) == 0 && listen(listener, 1) == 0, "listen");
	check(getsockname(listener, (void *)&address, &length) == 0, "getsockname");
	sender = socket(AF_INET, SOCK_STREAM, 0);
	check(connect(sender, (void *)&address, length) == 0, "connect");
	receiver = accept(listener, NULL, NULL);
	check(receiver >= 0, "accept");
}

static long tcp(void)
{
	char byte;

	for (int i = 0; i < count; i++)
		check(write(sender, "x", 1) == 1 && read(receiver, &byte, 1) == 1, "tcp");
	return count;
}

static void a_little_of_all(int i)
{
	char byte = 'x', *page;
	int opened;

	check(write(there[1], &byte, 1) == 1 && read(back[0], &byte, 1) == 1, "pipe");
	check(send(sender, &byte, 1, 0) == 1 && recv(receiver, &byte, 1, 0) == 1, "socket");
	opened = open("/dev/null", O_RDONLY | O_CLOEXEC);
	close(opened);
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*page = 1;
	munmap(page, 4096);
	check(pwrite(file, &byte, 1, 0) == 1, "pwrite");
	if (i % 64 == 0) {
		pid_t child;

		fdatasync(file);
		fsync(file);
		child = fork();
		if (child == 0)
			_exit(0);
		check(waitpid(child, NULL, 0) == child, "waitpid");
	}
}

static long all(void)
{
	for (int i = 0; i < count; i++)
		a_little_of_all(i);
	return count;
}

static void prepare(const char *mode)
{
	pthread_t thread;

	on_cpu(sysconf(_SC_NPROCESSORS_ONLN) - 1);
	sink = open("/dev/null", O_WRONLY | O_CLOEXEC);
	check(pipe(there) == 0 && pipe(back) == 0, "pipe");
	if (strcmp(mode, "switches") == 0 || strcmp(mode, "all") == 0)
		check(pthread_create(&thread, NULL, answer, NULL) == 0, "pthread_create");
	if (strcmp(mode, "threads") == 0) {
		check(pthread_barrier_init(&begin, NULL, 2) == 0 && pthread_barrier_init(&end, NULL, 2) == 0, "pthread_barrier_init");
		check(pthread_create(&thread, NULL, writes_beside, NULL) == 0, "pthread_create");
	}
	if (strcmp(mode, "tcp") == 0)
		connect_to_itself();
	if (strcmp(mode, "all") == 0) {
		file = open(".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
		check(file >= 0, "open");
		connect_to_itself();
	}
}

int main(int argc, char **argv)
{
	const char *mode = argc == 3 ? argv[1] : "";
	long (*run)(void) = strcmp(mode, "write") == 0	    ? writes
			    : strcmp(mode, "mix") == 0	    ? mix
			    : strcmp(mode, "threads") == 0  ? threads
			    : strcmp(mode, "tcp") == 0	    ? tcp
			    : strcmp(mode, "switches") == 0 ? switches
			    : strcmp(mode, "all") == 0	    ? all
							    : NULL;

	check(run != NULL, "usage: load MODE N");
	count = atoi(argv[2]);
	prepare(mode);
	puts("ready");
	fflush(stdout);
	for (char byte; read(0, &byte, 1) == 1;) {
		double before = used_ns();
		long operations = run();

		printf("%.2f\n", (used_ns() - before) / operations);
		fflush(stdout);
	}
	return 0;
}
