// SPDX-License-Identifier: Apache-2.0
// Memory. What the kernel itself counted is printed, for comparison.
//
//   workload faults PAGES FILE     touches PAGES of new memory twice, dropped in between, each page of FILE after it left the page
//                                  cache, and lets the kernel touch a page; prints the address of the memory, and last "MINOR MAJOR":
//                                  the page faults of its whole life. From there on it has none
//   workload populates PAGES       lets the kernel bring in PAGES of new memory, without exceptions; then as faults
//   workload reclaims LIMIT FILE   reads FILE in a memory cgroup of LIMIT bytes; prints how often the kernel began to reclaim
//   workload compacts N            has all memory compacted N times; prints how many zones the kernel began to compact
//   workload hugepages N           asks for N huge pages and gives them back; prints how often the kernel began to reclaim
//   workload starves LIMIT         has a child that needs more than the LIMIT of its memory cgroup; prints the child's pid and how many
//                                  processes of the cgroup the kernel killed
//   workload swaps PAGES           writes PAGES of its memory to swap and reads them back; prints how many pages of the host were
//                                  written and read meanwhile
//   workload swapped PAGES         has a child write PAGES of its parent's memory to swap; prints how many of them are there then
#define _GNU_SOURCE
#include "workload.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif
#ifndef SYS_process_madvise
#define SYS_process_madvise 440
#endif

#define PAGE 4096L
#define TRACING "/sys/kernel/tracing"

static void print(const char *format, ...)
{
	char line[128];
	int length;
	va_list values;

	va_start(values, format);
	length = vsnprintf(line, sizeof(line), format, values);
	va_end(values);
	check(write(1, line, length) == length, "write");
}

static int try_to_put(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	int length = strlen(text);
	int done = file >= 0 && write(file, text, length) == length;

	if (file >= 0)
		close(file);
	return done;
}

static void put(const char *path, const char *text)
{
	check(try_to_put(path, text), path);
}

// The number behind a word in a file of the kernel; -1 if the word is not there.
static long number_of(const char *path, const char *word)
{
	FILE *file = fopen(path, "re");
	char name[64];
	long number;

	check(file != NULL, path);
	while (fscanf(file, "%63s", name) == 1) {
		if (strcmp(name, word) == 0 && fscanf(file, "%ld", &number) == 1) {
			fclose(file);
			return number;
		}
	}
	fclose(file);
	return -1;
}

// New memory of pages of the usual size.
static char *memory_of(long pages)
{
	char *memory = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	check(memory != MAP_FAILED, "mmap");
	madvise(memory, pages * PAGE, MADV_NOHUGEPAGE);
	return memory;
}

static void fill(char *memory, long pages)
{
	for (long i = 0; i < pages; i++)
		*(volatile long *)(memory + i * PAGE) = i + 1;
}

static void read_each(const char *memory, long pages)
{
	for (long i = 0; i < pages; i++)
		*(volatile const char *)(memory + i * PAGE);
}

static void print_faults(void)
{
	struct rusage used;

	check(getrusage(RUSAGE_SELF, &used) == 0, "getrusage");
	print("%ld %ld\n", used.ru_minflt, used.ru_majflt);
}

// Once before the work, so that its code and data are there when the figure is taken, and nothing faults behind it.
static void end_with_faults(void (*work)(int, char **), int argc, char **argv)
{
	check(syscall(SYS_getpid) > 0, "getpid");
	print_faults();
	work(argc, argv);
	print_faults();
	syscall(SYS_exit_group, 0);
}

static void touch_file(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	off_t size = lseek(file, 0, SEEK_END);
	char *memory, *page = memory_of(1);

	check(file >= 0, path);
	check(pread(file, page, PAGE, 0) == PAGE, "pread");
	check(posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0, "posix_fadvise");
	memory = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
	check(memory != MAP_FAILED, "mmap");
	check(madvise(memory, size, MADV_RANDOM) == 0, "madvise");
	read_each(memory, size / PAGE);
}

static void fault(int argc, char **argv)
{
	long pages = atol(argv[0]);
	char *memory = memory_of(pages);

	print("%ld\n", (long)memory);
	fill(memory, pages);
	check(madvise(memory, pages * PAGE, MADV_DONTNEED) == 0, "madvise");
	fill(memory, pages);
	if (argc > 1)
		touch_file(argv[1]);
}

static void faults(int argc, char **argv)
{
	end_with_faults(fault, argc, argv);
}
MODE("faults", faults)

static void populate(int argc, char **argv)
{
	long pages = atol(argv[0]);

	check(argc > 0 && mlock(memory_of(pages), pages * PAGE) == 0, "mlock");
}

static void populates(int argc, char **argv)
{
	end_with_faults(populate, argc, argv);
}
MODE("populates", populates)

// Counts a tracepoint for this thread by a perf event, which knows nothing of programs.
static int counter_of(const char *tracepoint)
{
	struct perf_event_attr attributes = { .type = PERF_TYPE_TRACEPOINT, .size = sizeof(attributes) };
	char path[256];
	FILE *file;
	int counter;

	if (access(TRACING "/events", F_OK) != 0) {
		// Mounted for this process alone.
		check(unshare(CLONE_NEWNS) == 0, "unshare");
		check(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0, "mount /");
		check(mount("trace", TRACING, "tracefs", 0, NULL) == 0, "mount tracefs");
	}
	snprintf(path, sizeof(path), TRACING "/events/%s/id", tracepoint);
	file = fopen(path, "re");
	check(file && fscanf(file, "%llu", &attributes.config) == 1, path);
	fclose(file);
	counter = syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
	check(counter >= 0, "perf_event_open");
	return counter;
}

static void print_count(int counter)
{
	long long count;

	check(read(counter, &count, sizeof(count)) == sizeof(count), "read");
	print("%lld\n", count);
}

static char cgroup[128];
static int is_v1;

static const char *in_cgroup(const char *file)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", cgroup, file);
	return path;
}

static void make_cgroup(const char *limit)
{
	const char *root = "/sys/fs/cgroup";

	is_v1 = access("/sys/fs/cgroup/memory/memory.limit_in_bytes", F_OK) == 0
		|| access("/sys/fs/cgroup/memory/cgroup.procs", F_OK) == 0;
	if (is_v1)
		root = "/sys/fs/cgroup/memory";
	else
		put("/sys/fs/cgroup/cgroup.subtree_control", "+memory");
	snprintf(cgroup, sizeof(cgroup), "%s/borescope-%d", root, getpid());
	check(mkdir(cgroup, 0755) == 0, cgroup);
	put(in_cgroup(is_v1 ? "memory.limit_in_bytes" : "memory.max"), limit);
	if (is_v1)
		try_to_put(in_cgroup("memory.memsw.limit_in_bytes"), limit);
	else
		try_to_put(in_cgroup("memory.swap.max"), "0");
}

static void remove_cgroup(void)
{
	check(rmdir(cgroup) == 0, "rmdir");
}

static void reclaims(int argc, char **argv)
{
	static char block[65536];
	int counter = counter_of("vmscan/mm_vmscan_memcg_reclaim_begin");
	int file;

	check(argc == 2, "arguments");
	make_cgroup(argv[0]);
	put(in_cgroup("cgroup.procs"), "0");
	file = open(argv[1], O_RDONLY | O_CLOEXEC);
	check(file >= 0, argv[1]);
	posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
	while (read(file, block, sizeof(block)) > 0)
		;
	put(is_v1 ? "/sys/fs/cgroup/memory/cgroup.procs" : "/sys/fs/cgroup/cgroup.procs", "0");
	print_count(counter);
	remove_cgroup();
}
MODE("reclaims", reclaims)

static void compacts(int argc, char **argv)
{
	int counter = counter_of("compaction/mm_compaction_begin");

	check(argc == 1, "arguments");
	for (int i = atoi(argv[0]); i > 0; i--)
		put("/proc/sys/vm/compact_memory", "1");
	print_count(counter);
}
MODE("compacts", compacts)

static void hugepages(int argc, char **argv)
{
	int counter = counter_of("vmscan/mm_vmscan_direct_reclaim_begin");

	check(argc == 1, "arguments");
	put("/proc/sys/vm/nr_hugepages", argv[0]);
	put("/proc/sys/vm/nr_hugepages", "0");
	print_count(counter);
}
MODE("hugepages", hugepages)

static void starves(int argc, char **argv)
{
	long pages = 4 * atol(argv[0]) / PAGE;
	int status;
	pid_t child;

	check(argc == 1, "arguments");
	make_cgroup(argv[0]);
	child = fork();
	check(child >= 0, "fork");
	if (child == 0) {
		put(in_cgroup("cgroup.procs"), "0");
		fill(memory_of(pages), pages);
		_exit(0);
	}
	check(waitpid(child, &status, 0) == child && WIFSIGNALED(status), "it was not killed");
	print("%d %ld\n", child, number_of(in_cgroup(is_v1 ? "memory.oom_control" : "memory.events"), "oom_kill"));
	remove_cgroup();
}
MODE("starves", starves)

static void swaps(int argc, char **argv)
{
	long pages = atol(argv[0]);
	char *memory = memory_of(pages);
	long out, in;

	check(argc == 1, "arguments");
	fill(memory, pages);
	out = number_of("/proc/vmstat", "pswpout");
	in = number_of("/proc/vmstat", "pswpin");
	check(madvise(memory, pages * PAGE, MADV_PAGEOUT) == 0, "madvise");
	read_each(memory, pages);
	print("%ld %ld\n", number_of("/proc/vmstat", "pswpout") - out, number_of("/proc/vmstat", "pswpin") - in);
}
MODE("swaps", swaps)

static void page_out(pid_t pid, char *memory, long pages)
{
	struct iovec range = { .iov_base = memory, .iov_len = pages * PAGE };
	int process = syscall(SYS_pidfd_open, pid, 0);

	check(process >= 0, "pidfd_open");
	while (range.iov_len > 0) {
		ssize_t done = syscall(SYS_process_madvise, process, &range, 1, MADV_PAGEOUT, 0);

		check(done > 0, "process_madvise");
		range.iov_base += done;
		range.iov_len -= done;
	}
}

static void swapped(int argc, char **argv)
{
	long pages = atol(argv[0]);
	pid_t parent = getpid(), child;
	char *memory;
	int told[2];

	check(argc == 1 && pipe(told) == 0, "pipe");
	child = fork();
	check(child >= 0, "fork");
	if (child == 0) {
		check(read(told[0], &memory, sizeof(memory)) == sizeof(memory), "read");
		page_out(parent, memory, pages);
		_exit(0);
	}
	memory = memory_of(pages);
	fill(memory, pages);
	check(write(told[1], &memory, sizeof(memory)) == sizeof(memory), "write");
	check(waitpid(child, NULL, 0) == child, "waitpid");
	print("%ld\n", number_of("/proc/self/status", "VmSwap:") / 4);
}
MODE("swapped", swapped)
