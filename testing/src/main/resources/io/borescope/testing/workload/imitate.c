// SPDX-License-Identifier: Apache-2.0
// A process that looks like another program: a copy of this one under that program's name, with that program's arguments. It does what
// it is told on stdin, a line at a time, and answers each with a line: "ok", "taken" if a port is, or a port.
//
//   listen tcp|udp PORT    opens a port on 127.0.0.1; 0 lets the kernel choose, and the answer is the port
//   namespace              moves into a network namespace of its own
//   rename NAME            calls its main thread so
//   connect PORT           to 127.0.0.1
//   accept                 takes a connection
//   exchange N             N times a byte there and back on the connection, as the one that connected
//   echo N                 the same, as the one that accepted
//   close                  closes everything
#define _GNU_SOURCE
#include "workload.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST	64

static int opened[MOST];
static int count;
static int listener;
static int connection;

static int remember(int fd)
{
	check(fd >= 0 && count < MOST, "socket");
	opened[count++] = fd;
	return fd;
}

static struct sockaddr_in loopback(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static void open_port(const char *transport, int port)
{
	int stream = strcmp(transport, "tcp") == 0;
	int fd = remember(socket(AF_INET, (stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0));
	struct sockaddr_in address = loopback(port);
	socklen_t size = sizeof(address);
	int on = 1;

	if (stream)
		check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0, "setsockopt");
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) || (stream && listen(fd, 16))) {
		puts("taken");
		return;
	}
	check(getsockname(fd, (struct sockaddr *)&address, &size) == 0, "getsockname");
	if (stream)
		listener = fd;
	printf("%d\n", ntohs(address.sin_port));
}

static void connect_to(int port)
{
	struct sockaddr_in address = loopback(port);

	connection = remember(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
	check(connect(connection, (struct sockaddr *)&address, sizeof(address)) == 0, "connect");
	puts("ok");
}

static void exchange(int times, int first)
{
	char byte = 'x';

	for (int i = 0; i < times; i++) {
		if (first)
			check(send(connection, &byte, 1, 0) == 1, "send");
		check(recv(connection, &byte, 1, 0) == 1, "recv");
		if (!first)
			check(send(connection, &byte, 1, 0) == 1, "send");
	}
	puts("ok");
}

static void close_all(void)
{
	while (count > 0)
		close(opened[--count]);
	puts("ok");
}

static void obey(const char *line)
{
	char word[32] = "", text[32] = "";
	int number = 0;

	if (sscanf(line, "listen %31s %d", word, &number) == 2) {
		open_port(word, number);
	} else if (strncmp(line, "namespace", 9) == 0) {
		own_namespace();
		puts("ok");
	} else if (sscanf(line, "rename %31s", text) == 1) {
		check(prctl(PR_SET_NAME, text) == 0, "prctl");
		puts("ok");
	} else if (sscanf(line, "connect %d", &number) == 1) {
		connect_to(number);
	} else if (strncmp(line, "accept", 6) == 0) {
		connection = remember(accept4(listener, NULL, NULL, SOCK_CLOEXEC));
		puts("ok");
	} else if (sscanf(line, "exchange %d", &number) == 1) {
		exchange(number, 1);
	} else if (sscanf(line, "echo %d", &number) == 1) {
		exchange(number, 0);
	} else {
		check(strncmp(line, "close", 5) == 0, "command");
		close_all();
	}
}

// Its first argument is to be the name, which may be another than the file's.
static void take_name(const char *name, char **argv)
{
	char path[4096];
	ssize_t length;

	if (strcmp(argv[0], name) == 0)
		return;
	length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	check(length > 0, "readlink");
	path[length] = 0;
	argv[0] = (char *)name;
	execv(path, argv);
	check(0, "execv");
}

void imitate(const char *name, char **argv)
{
	char line[256];

	take_name(name, argv);
	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("ready");
	while (fgets(line, sizeof(line), stdin))
		obey(line);
	_exit(0);
}
