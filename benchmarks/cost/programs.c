// SPDX-License-Identifier: Apache-2.0
// What the cost table needs of the kernel beside the agent's own programs. Ends when stdin does.
//
//   programs attach OBJECT [PID]   loads an object, attaches all its programs, lets it track a process, and empties its ring
//   programs statistics            switches the kernel's statistics of programs on; for each byte on stdin prints a line for each
//                                  program that has run, "ID NAME RUNS NANOSECONDS", and then "end"
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void check(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		exit(2);
	}
}

static int ignore(void *context, void *data, size_t size)
{
	return 0;
}

static void track(int tracked, const char *pid_text)
{
	__u32 pid = atoi(pid_text);
	struct dirent *task;
	char path[64];
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

static int stdin_has_ended(void)
{
	struct pollfd input = { .fd = 0, .events = POLLIN };

	return poll(&input, 1, 0) > 0;
}

static void attach(const char *path, const char *pid)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct ring_buffer *ring = NULL;
	struct bpf_program *program;
	int events;

	check(object && bpf_object__load(object) == 0, path);
	if (pid)
		track(bpf_object__find_map_fd_by_name(object, "tracked"), pid);
	bpf_object__for_each_program(program, object)
		check(bpf_program__attach(program) != NULL, bpf_program__name(program));
	events = bpf_object__find_map_fd_by_name(object, "events");
	if (events >= 0)
		ring = ring_buffer__new(events, ignore, NULL, NULL);
	puts("ready");
	fflush(stdout);
	while (!stdin_has_ended()) {
		if (ring)
			ring_buffer__poll(ring, 100);
		else
			usleep(100000);
	}
}

static void print_statistics(void)
{
	for (__u32 id = 0; bpf_prog_get_next_id(id, &id) == 0;) {
		struct bpf_prog_info info = {};
		__u32 size = sizeof(info);
		int fd = bpf_prog_get_fd_by_id(id);

		if (fd < 0)
			continue;
		if (bpf_obj_get_info_by_fd(fd, &info, &size) == 0 && info.run_cnt > 0)
			printf("%u %s %llu %llu\n", id, info.name, info.run_cnt, info.run_time_ns);
		close(fd);
	}
	puts("end");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	if (argc >= 3 && strcmp(argv[1], "attach") == 0) {
		attach(argv[2], argc > 3 ? argv[3] : NULL);
		return 0;
	}
	check(argc == 2 && strcmp(argv[1], "statistics") == 0, "usage: programs attach OBJECT [PID] | statistics");
	check(bpf_enable_stats(BPF_STATS_RUN_TIME) >= 0, "bpf_enable_stats");
	puts("ready");
	fflush(stdout);
	for (char byte; read(0, &byte, 1) == 1;)
		print_statistics();
	return 0;
}
