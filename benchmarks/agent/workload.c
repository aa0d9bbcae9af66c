// SPDX-License-Identifier: Apache-2.0
// Work that makes events of known number. Does it once for each byte on stdin, and says then in one line what it took and made: nanoseconds of
// CPU time, and for each type of event that is exactly known TYPE=COUNT.
//
//   workload mixed N         4 threads, each N times: a file of its own opened, written, synced, read and closed, a page mapped, touched and
//                            unmapped, a datagram sent and received, a futex waited for, a mutex that all want
//   workload pingpong N      two threads of one CPU that hand a byte to and fro N times, by pipes
//   workload rate R S        R bytes per second written to /dev/null, for S seconds; 0: as many as can be
//   workload processes P N   N such writes in all, by P processes
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define THREADS 4
#define BLOCK 4096
#define TICKS_PER_SECOND 1000

static long first, second;		/* the arguments behind the mode */
static int sink;

static void check(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		exit(2);
	}
}

static long long clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* Runs a loop in each of some threads that wait for it, so that whoever looks at the process before knows them all. */
static pthread_barrier_t begin, end;
static void (*loop)(int thread);

static void *run_loops(void *thread)
{
	for (;;) {
		pthread_barrier_wait(&begin);
		loop((int)(long)thread);
		pthread_barrier_wait(&end);
	}
	return NULL;
}

static void start_threads(int threads, void (*each)(int thread))
{
	pthread_t id;

	loop = each;
	pthread_barrier_init(&begin, NULL, threads + 1);
	pthread_barrier_init(&end, NULL, threads + 1);
	for (long i = 0; i < threads; i++)
		check(pthread_create(&id, NULL, run_loops, (void *)i) == 0, "pthread_create");
}

static void run_threads(void)
{
	pthread_barrier_wait(&begin);
	pthread_barrier_wait(&end);
}

static pthread_mutex_t wanted = PTHREAD_MUTEX_INITIALIZER;
static int sockets[THREADS];
static char *files[THREADS];

static void make_socket(int thread)
{
	struct sockaddr_in own = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(own);

	sockets[thread] = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	check(bind(sockets[thread], (void *)&own, length) == 0, "bind");
	check(getsockname(sockets[thread], (void *)&own, &length) == 0, "getsockname");
	check(connect(sockets[thread], (void *)&own, length) == 0, "connect");
}

static void use_file(const char *path)
{
	static const char block[BLOCK];
	char back[BLOCK];
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	check(file >= 0, path);
	check(write(file, block, sizeof(block)) == sizeof(block), "write");
	check(fsync(file) == 0, "fsync");
	check(lseek(file, 0, SEEK_SET) == 0, "lseek");
	check(read(file, back, sizeof(back)) == sizeof(back), "read");
	close(file);
}

static void use_page(void)
{
	char *page = mmap(NULL, BLOCK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	check(page != MAP_FAILED, "mmap");
	*page = 1;
	munmap(page, BLOCK);
}

static void use_socket(int socket)
{
	char bytes[64] = "";

	check(send(socket, bytes, sizeof(bytes), 0) == sizeof(bytes), "send");
	check(recv(socket, bytes, sizeof(bytes), MSG_DONTWAIT) == sizeof(bytes), "recv");
}

static void use_futex(void)
{
	static const struct timespec at_once;
	int word = 0;

	check(syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &at_once) == -1 && errno == ETIMEDOUT, "futex");
}

static void mixed_loop(int thread)
{
	for (long i = 0; i < first; i++) {
		use_file(files[thread]);
		use_page();
		use_socket(sockets[thread]);
		use_futex();
		pthread_mutex_lock(&wanted);
		pthread_mutex_unlock(&wanted);
	}
}

static void prepare_mixed(void)
{
	for (int i = 0; i < THREADS; i++) {
		check(asprintf(&files[i], "workload-%d-%d", getpid(), i) > 0, "asprintf");
		make_socket(i);
	}
	start_threads(THREADS, mixed_loop);
}

static void mixed(void)
{
	run_threads();
	for (int i = 0; i < THREADS; i++)
		unlink(files[i]);
}

static const char *const mixed_events[] = { "syscall_read", "syscall_write", "syscall_fsync", "syscall_mmap",
					    "syscall_munmap", "fd_open", "fd_close", NULL };

static int there[2], back[2];

static void pingpong_loop(int thread)
{
	char byte = 'x';

	for (long i = 0; i < first; i++) {
		if (thread == 0)
			check(write(there[1], &byte, 1) == 1 && read(back[0], &byte, 1) == 1, "pipe");
		else
			check(read(there[0], &byte, 1) == 1 && write(back[1], &byte, 1) == 1, "pipe");
	}
}

static void prepare_pingpong(void)
{
	cpu_set_t last;

	CPU_ZERO(&last);
	CPU_SET(sysconf(_SC_NPROCESSORS_ONLN) - 1, &last);
	check(sched_setaffinity(0, sizeof(last), &last) == 0, "sched_setaffinity");
	check(pipe(there) == 0 && pipe(back) == 0, "pipe");
	start_threads(2, pingpong_loop);
}

static const char *const pipe_events[] = { "syscall_read", "syscall_write", NULL };
static const char *const write_events[] = { "syscall_write", NULL };

static void write_bytes(long count)
{
	for (long i = 0; i < count; i++)
		check(write(sink, "x", 1) == 1, "write");
}

static long written;

/* In portions of a millisecond, each when it is due. */
static void rate(void)
{
	long long start = clock_ns(CLOCK_MONOTONIC), stop = start + second * 1000000000LL;

	written = 0;
	while (clock_ns(CLOCK_MONOTONIC) < stop) {
		long due = first == 0 ? written + 1000 : (long)((clock_ns(CLOCK_MONOTONIC) - start) * (first / 1e9));

		if (due > written) {
			write_bytes(due - written);
			written = due;
		} else {
			usleep(1000000 / TICKS_PER_SECOND);
		}
	}
}

static int release_children[2], tell[2];

/* One write to the pipe per child: whichever reads it does its share, and waits where the others can be first. */
static void child_loop(void)
{
	char byte;

	while (read(release_children[0], &byte, 1) == 1) {
		long long before = clock_ns(CLOCK_PROCESS_CPUTIME_ID), used;

		write_bytes(second / first);
		used = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - before;
		check(write(tell[1], &used, sizeof(used)) == sizeof(used), "tell");
	}
	_exit(0);
}

static void prepare_processes(void)
{
	check(pipe2(release_children, O_CLOEXEC) == 0 && pipe2(tell, O_CLOEXEC) == 0, "pipe");
	for (long i = 0; i < first; i++) {
		pid_t child = fork();

		check(child >= 0, "fork");
		if (child == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			close(release_children[1]);
			child_loop();
		}
	}
}

static long long children_ns;

static void processes(void)
{
	long long used;

	children_ns = 0;
	for (long i = 0; i < first; i++)
		check(write(release_children[1], "x", 1) == 1, "release");
	for (long i = 0; i < first; i++) {
		check(read(tell[0], &used, sizeof(used)) == sizeof(used), "told");
		children_ns += used;
	}
}

static void nothing(void)
{
}

static const struct mode {
	const char *name;
	int arguments;
	void (*prepare)(void);
	void (*run)(void);
	const char *const *events;
} modes[] = {
	{ "mixed", 1, prepare_mixed, mixed, mixed_events },
	{ "pingpong", 1, prepare_pingpong, run_threads, pipe_events },
	{ "rate", 2, nothing, rate, write_events },
	{ "processes", 2, prepare_processes, processes, write_events },
};

static const struct mode *mode_of(int argc, char **argv)
{
	for (unsigned int i = 0; argc > 1 && i < sizeof(modes) / sizeof(*modes); i++)
		if (strcmp(argv[1], modes[i].name) == 0 && argc == 2 + modes[i].arguments)
			return &modes[i];
	fputs("usage: workload mixed N | pingpong N | rate R S | processes P N\n", stderr);
	exit(2);
}

/* How many events of each of its types a run makes. */
static long events_of(const struct mode *mode)
{
	if (mode->run == mixed)
		return THREADS * first;
	if (mode->run == run_threads)
		return 2 * first;
	/* Every process reads a byte and tells a number, which are a read and a write more. */
	return mode->run == rate ? written : second / first * first + 2 * first;
}

int main(int argc, char **argv)
{
	const struct mode *mode = mode_of(argc, argv);

	first = atol(argv[2]);
	second = argc > 3 ? atol(argv[3]) : 0;
	sink = open("/dev/null", O_WRONLY | O_CLOEXEC);
	mode->prepare();
	puts("ready");
	fflush(stdout);
	for (char byte; read(0, &byte, 1) == 1;) {
		long long before = clock_ns(CLOCK_PROCESS_CPUTIME_ID);

		mode->run();
		printf("%lld", clock_ns(CLOCK_PROCESS_CPUTIME_ID) - before + children_ns);
		for (const char *const *event = mode->events; *event; event++)
			printf(" %s=%ld", *event, events_of(mode));
		putchar('\n');
		fflush(stdout);
	}
	return 0;
}
