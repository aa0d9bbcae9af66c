// SPDX-License-Identifier: Apache-2.0
// An agent as it is usually written, to compare with: the programs of the textbook, one ring with its own wake-ups, a callback per event, a hash
// table. Tracks a process and its threads until it is told to end, and says then how many events it saw.
//
//   textbook FOLDER PID
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS (1 << 16)		/* a power of two, well above what is used */
#define BUCKETS 10

struct header {
	__u64 timestamp_ns;
	__u32 pid, tid;
	__u32 type, cpu;
};

struct event {
	struct header header;
	__u64 value_ns;
};

struct row {
	__u64 key, count, sum, min, max, buckets[BUCKETS];
};

static struct row rows[ROWS];
static unsigned long long seen;
static volatile sig_atomic_t ended;

static void check(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		exit(2);
	}
}

static struct row *row_of(__u64 key)
{
	__u64 at = key * 0x9E3779B97F4A7C15ULL >> 48;

	while (rows[at].key != key && rows[at].key != 0)
		at = (at + 1) & (ROWS - 1);
	rows[at].key = key;
	return &rows[at];
}

static int add(void *context, void *data, size_t size)
{
	const struct event *event = data;
	struct row *row = row_of((__u64)event->header.pid << 32 | event->header.type);
	int bucket = 0;

	for (__u64 bound = 1000; bucket < BUCKETS - 1 && event->value_ns >= bound; bound *= 10)
		bucket++;
	row->min = row->count == 0 || event->value_ns < row->min ? event->value_ns : row->min;
	row->max = event->value_ns > row->max ? event->value_ns : row->max;
	row->count++;
	row->sum += event->value_ns;
	row->buckets[bucket]++;
	seen++;
	return 0;
}

static void end(int signal)
{
	ended = 1;
}

/* In every object's table: each process and each thread. */
static void track(int tracked, const char *pid_text)
{
	__u32 pid = atoi(pid_text);
	char path[64];
	struct dirent *task;
	DIR *tasks;

	snprintf(path, sizeof(path), "/proc/%u/task", pid);
	tasks = opendir(path);
	check(tasks != NULL, path);
	while ((task = readdir(tasks))) {
		__u32 tid = atoi(task->d_name);

		if (tid)
			check(bpf_map_update_elem(tracked, &tid, &pid, BPF_ANY) == 0, "bpf_map_update_elem");
	}
	closedir(tasks);
}

static struct ring_buffer *attach(const char *folder, const char *name, const char *pid, struct ring_buffer *rings)
{
	char path[4096];
	struct bpf_object *object;
	struct bpf_program *program;
	int events;

	snprintf(path, sizeof(path), "%s/%s.o", folder, name);
	object = bpf_object__open_file(path, NULL);
	check(object && bpf_object__load(object) == 0, path);
	track(bpf_object__find_map_fd_by_name(object, "tracked"), pid);
	bpf_object__for_each_program(program, object)
		check(bpf_program__attach(program) != NULL, bpf_program__name(program));
	events = bpf_object__find_map_fd_by_name(object, "events");
	if (!rings)
		return ring_buffer__new(events, add, NULL, NULL);
	check(ring_buffer__add(rings, events, add, NULL) == 0, "ring_buffer__add");
	return rings;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = end };
	struct ring_buffer *rings;

	check(argc == 3, "usage: textbook FOLDER PID");
	sigaction(SIGTERM, &action, NULL);
	rings = attach(argv[1], "textbook_syscalls", argv[2], NULL);
	rings = attach(argv[1], "textbook_sched", argv[2], rings);
	check(rings != NULL, "ring_buffer__new");
	puts("Everything is ready");
	fflush(stdout);
	while (!ended)
		ring_buffer__poll(rings, 100);
	printf("Seen: %llu events\n", seen);
	return 0;
}
