// SPDX-License-Identifier: Apache-2.0
// Sockets whose traffic is known. A family is v4, v6, or dual: a client over IPv4 and a listener for both.
//
//   workload net-tcp FAMILY N     N connections, one after another, to a child process: all ways to send and receive, by sizes that
//                                 differ. Each process prints "PID SENT RECEIVED PORT", the port being the server's
//   workload net-mptcp            the same, once, over MPTCP
//   workload net-udp FAMILY       datagrams, connected and not; prints like net-tcp
//   workload net-unix             pairs of stream, datagram and packet sockets; prints like net-tcp, port 0
//   workload net-splice KIND      64 KiB through a tcp or unix connection, spliced out of it; prints like net-tcp
//   workload net-blocked T        T threads that receive a byte each once a second byte is on stdin; prints like net-tcp
//   workload net-serve FAMILY N   listens, prints its port, waits for a second byte; then echoes a byte on each of N connections,
//                                 waits for the client to close, and closes. Ends when nothing is left of them
//   workload net-connect FAMILY PORT N
//                                 N connections, one after another, of a byte there and back
//   workload net-metrics N        N bytes, one at a time, in a network namespace of its own; prints for each
//                                 "RTT CWND RTT CWND", before and after it was sent
//   workload net-retransmit       loses segments both ways, in a network namespace of its own; each side prints
//                                 "PID SEGMENTS BYTES", retransmitted by the kernel's own account
//   workload net-handshake        loses answers to a SYN, in a network namespace of its own; prints the same
#define _GNU_SOURCE
#include "workload.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/tcp.h>
#include <net/if.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK	65536

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

// The truth: what the calls of this process have returned.
static long long sent, received;
static char block[BLOCK];

static ssize_t sending(ssize_t result)
{
	check(result > 0, "send");
	sent += result;
	return result;
}

static ssize_t receiving(ssize_t result)
{
	check(result >= 0, "receive");
	received += result;
	return result;
}

static void print_truth(int port)
{
	dprintf(1, "%d %lld %lld %d\n", getpid(), sent, received, port);
}

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static union address loopback(const char *family, int server, int port)
{
	union address address = {};

	if (strcmp(family, "v4") == 0 || (strcmp(family, "dual") == 0 && !server)) {
		address.v4.sin_family = AF_INET;
		address.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		address.v4.sin_port = htons(port);
	} else {
		address.v6.sin6_family = AF_INET6;
		address.v6.sin6_addr = strcmp(family, "dual") == 0 ? in6addr_any : in6addr_loopback;
		address.v6.sin6_port = htons(port);
	}
	return address;
}

static int port_of(int fd)
{
	union address address;
	socklen_t length = sizeof(address);

	check(getsockname(fd, &address.any, &length) == 0, "getsockname");
	return ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
}

static int bound(const char *family, int type, int protocol)
{
	union address address = loopback(family, 1, 0);
	int fd = socket(address.any.sa_family, type, protocol);

	check(fd >= 0, "socket");
	check(bind(fd, &address.any, sizeof(address)) == 0, "bind");
	return fd;
}

static int listening(const char *family, int protocol)
{
	int fd = bound(family, SOCK_STREAM, protocol);

	check(listen(fd, 16) == 0, "listen");
	return fd;
}

static int connected(const char *family, int type, int protocol, int port)
{
	union address address = loopback(family, 0, port);
	int fd = socket(address.any.sa_family, type, protocol);

	check(fd >= 0, "socket");
	check(connect(fd, &address.any, sizeof(address)) == 0, "connect");
	return fd;
}

static int accepted(int listener)
{
	int fd = accept(listener, NULL, NULL);

	check(fd >= 0, "accept");
	return fd;
}

static int at_most_a_block(int length)
{
	return length < BLOCK ? length : BLOCK;
}

// Sends all of it, in as many calls as it takes.
static void send_all(int fd, int length)
{
	while (length > 0)
		length -= sending(send(fd, block, at_most_a_block(length), MSG_NOSIGNAL));
}

static void receive_all(int fd, int length)
{
	while (length > 0)
		length -= receiving(recv(fd, block, at_most_a_block(length), MSG_WAITALL));
}

static void send_file(int fd, int length)
{
	int file = memfd_create("file", 0);
	off_t offset = 0;

	check(file >= 0 && ftruncate(file, length) == 0, "memfd_create");
	while (offset < length)
		sending(sendfile(fd, file, &offset, length - offset));
	close(file);
}

#define CLIENT_SENDS (2000003 + 70001 + 3 * 1021 + 4099)
#define SERVER_SENDS (300007)

// More than fits, without waiting: calls that send a part, and calls that send nothing.
static void send_without_waiting(int fd, int length)
{
	struct pollfd room = { .fd = fd, .events = POLLOUT };

	while (length > 0) {
		ssize_t result = send(fd, block, at_most_a_block(length), MSG_DONTWAIT | MSG_NOSIGNAL);

		if (result < 0 && errno == EAGAIN)
			check(poll(&room, 1, -1) == 1, "poll");
		else
			length -= sending(result);
	}
}

static void tcp_client(int fd)
{
	struct iovec parts[3] = { { block, 1021 }, { block, 1021 }, { block, 1021 } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 3 };

	send_without_waiting(fd, 2000003);
	send_file(fd, 70001);
	check(sending(sendmsg(fd, &message, MSG_NOSIGNAL)) == 3 * 1021, "sendmsg");
	check(sending(write(fd, block, 4099)) == 4099, "write");
	for (int left = SERVER_SENDS; left > 0; )
		left -= receiving(read(fd, block, left < 1009 ? left : 1009));
	check(shutdown(fd, SHUT_WR) == 0, "shutdown");
	check(receiving(read(fd, block, 1)) == 0, "end");
	close(fd);
}

static void tcp_server(int fd)
{
	struct iovec parts[2] = { { block, 5003 }, { block + 5003, 5003 } };
	int left = CLIENT_SENDS;

	check(recv(fd, block, 100, MSG_PEEK) > 0, "peek");
	left -= receiving(recv(fd, block, 1, 0));
	left -= receiving(recv(fd, NULL, 1000, MSG_TRUNC));
	while (left > 100000)
		left -= receiving(readv(fd, parts, 2));
	receive_all(fd, left - 10000);
	check(recv(fd, block, 10000, MSG_PEEK | MSG_WAITALL) == 10000, "peek");
	receive_all(fd, 10000);
	for (left = SERVER_SENDS; left > 0; )
		left -= sending(write(fd, block, left < 60013 ? left : 60013));
	check(receiving(recv(fd, block, 1, 0)) == 0, "end");
	close(fd);
}

// A child process serves; this one is the client.
static void tcp(int argc, char **argv)
{
	int connections = argc == 2 ? atoi(argv[1]) : 0;
	int listener = listening(argv[0], 0), port = port_of(listener);
	pid_t child = fork();

	check(child >= 0, "fork");
	if (child == 0) {
		for (int i = 0; i < connections; i++)
			tcp_server(accepted(listener));
		print_truth(port);
		_exit(0);
	}
	for (int i = 0; i < connections; i++)
		tcp_client(connected(argv[0], SOCK_STREAM, 0, port));
	check(waitpid(child, NULL, 0) == child, "waitpid");
	print_truth(port);
}
MODE("net-tcp", tcp)

static void mptcp(int argc, char **argv)
{
	int listener = socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP), client, server, port;

	if (listener < 0)
		return;			// a kernel without it: nothing to print
	close(listener);
	listener = listening("v4", IPPROTO_MPTCP);
	port = port_of(listener);
	client = connected("v4", SOCK_STREAM, IPPROTO_MPTCP, port);
	server = accepted(listener);
	for (int i = 0; i < 100; i++) {
		send_all(client, 1009 + i);
		receive_all(server, 1009 + i);
		send_all(server, 101);
		receive_all(client, 101);
	}
	print_truth(port);
}
MODE("net-mptcp", mptcp)

// In lock-step, so that nothing is dropped.
static void udp(int argc, char **argv)
{
	static const int sizes[] = { 0, 1, 512, 1400, 9001, 30011 };
	int server, client, port;
	union address to;
	struct mmsghdr many[3] = {};
	struct iovec parts = { block, 77 };

	check(argc == 1, "net-udp FAMILY");
	server = bound(argv[0], SOCK_DGRAM, 0);
	port = port_of(server);
	client = connected(argv[0], SOCK_DGRAM, 0, port);
	for (int i = 0; i < 6; i++) {
		ssize_t result = send(client, block, sizes[i], 0);

		check(result == sizes[i], "send");
		sent += result;
		check(recv(server, block, 10, MSG_PEEK) >= 0, "peek");
		check(receiving(recv(server, block, BLOCK, 0)) == sizes[i], "recv");
	}
	check(sending(send(client, block, 5000, 0)) == 5000, "send");
	check(receiving(recv(server, block, 10, 0)) == 10, "cut");
	check(sending(send(client, block, 5000, 0)) == 5000, "send");
	check(receiving(recv(server, block, 10, MSG_TRUNC)) == 5000, "cut, but told");

	for (int i = 0; i < 3; i++)
		many[i].msg_hdr = (struct msghdr){ .msg_iov = &parts, .msg_iovlen = 1 };
	check(sendmmsg(client, many, 3, 0) == 3, "sendmmsg");
	sent += 3 * 77;
	check(recvmmsg(server, many, 3, 0, NULL) == 3, "recvmmsg");
	received += 3 * 77;
	close(client);

	to = loopback(argv[0], 0, port);
	client = socket(to.any.sa_family, SOCK_DGRAM, 0);
	check(sending(sendto(client, block, 1231, 0, &to.any, sizeof(to))) == 1231, "sendto");
	check(receiving(recvfrom(server, block, BLOCK, 0, NULL, NULL)) == 1231, "recvfrom");
	if (to.any.sa_family == AF_INET6) {	// a socket for both, to an address of the old kind
		to.v6.sin6_addr = (struct in6_addr){ .s6_addr = { [10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1 } };
		close(server);
		server = bound("v4", SOCK_DGRAM, 0);
		to.v6.sin6_port = htons(port_of(server));
		check(sending(sendto(client, block, 1237, 0, &to.any, sizeof(to))) == 1237, "sendto");
		check(receiving(read(server, block, BLOCK)) == 1237, "read");
	}
	print_truth(port);
}
MODE("net-udp", udp)

static void unix_pair(int type, int size)
{
	int pair[2];

	check(socketpair(AF_UNIX, type, 0, pair) == 0, "socketpair");
	for (int i = 0; i < 100; i++) {
		check(sending(send(pair[i & 1], block, size + i, 0)) == size + i, "send");
		check(recv(pair[!(i & 1)], block, BLOCK, MSG_PEEK) == size + i, "peek");
		check(receiving(recv(pair[!(i & 1)], block, BLOCK, 0)) == size + i, "recv");
	}
	check(sending(write(pair[0], block, 1019)) == 1019, "write");
	check(receiving(read(pair[1], block, BLOCK)) == 1019, "read");
	send_file(pair[0], 3001);
	check(receiving(read(pair[1], block, BLOCK)) == 3001, "read");
	close(pair[0]);
	close(pair[1]);
}

static void *unix_reader(void *fd)
{
	char bytes[4096];
	ssize_t result, all = 0;

	while ((result = read((long)fd, bytes, sizeof(bytes))) > 0)
		all += result;
	return (void *)all;
}

static void unix_sockets(int argc, char **argv)
{
	int pair[2];
	pthread_t reader;
	void *all;

	unix_pair(SOCK_DGRAM, 900);
	unix_pair(SOCK_SEQPACKET, 901);
	check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "socketpair");
	check(pthread_create(&reader, NULL, unix_reader, (void *)(long)pair[1]) == 0, "pthread_create");
	send_without_waiting(pair[0], 1500007);
	send_file(pair[0], 70001);
	close(pair[0]);
	pthread_join(reader, &all);
	received += (long)all;
	print_truth(0);
}
MODE("net-unix", unix_sockets)

static void splice_all(int from, int length)
{
	int tube[2], sink = open("/dev/null", O_WRONLY);

	check(pipe(tube) == 0, "pipe");
	while (length > 0) {
		ssize_t moved = receiving(splice(from, NULL, tube[1], NULL, length, 0));

		length -= moved;
		while (moved > 0)
			moved -= splice(tube[0], NULL, sink, NULL, moved, 0);
	}
}

static void spliced(int argc, char **argv)
{
	int ends[2], listener;

	check(argc == 1, "net-splice KIND");
	if (strcmp(argv[0], "unix") == 0) {
		check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0, "socketpair");
	} else {
		listener = listening("v4", 0);
		ends[0] = connected("v4", SOCK_STREAM, 0, port_of(listener));
		ends[1] = accepted(listener);
	}
	for (int i = 0; i < 16; i++) {
		send_all(ends[0], 4096);
		splice_all(ends[1], 4096);
	}
	print_truth(0);
}
MODE("net-splice", spliced)

static void *receive_byte(void *fd)
{
	char byte;

	check(read((long)fd, &byte, 1) == 1, "read");
	return NULL;
}

static void blocked(int argc, char **argv)
{
	int threads = argc == 1 ? atoi(argv[0]) : 0;
	int listener = listening("v4", 0), port = port_of(listener);
	int client[threads], server[threads];
	pthread_t thread[threads];

	for (int i = 0; i < threads; i++) {
		client[i] = connected("v4", SOCK_STREAM, 0, port);
		server[i] = accepted(listener);
		check(pthread_create(&thread[i], NULL, receive_byte, (void *)(long)server[i]) == 0, "pthread_create");
	}
	dprintf(1, "blocked\n");
	wait_for_byte();
	for (int i = 0; i < threads; i++)
		check(sending(write(client[i], block, 1)) == 1, "write");
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	received = threads;
	print_truth(port);
}
MODE("net-blocked", blocked)

// How many sockets of this port, on either side, are in a state other than TIME_WAIT and LISTEN.
static int alive_in(const char *file, int port)
{
	FILE *table = fopen(file, "r");
	unsigned local, remote, state;
	char line[512];
	int count = 0;

	while (table && fgets(line, sizeof(line), table)) {
		if (sscanf(line, "%*d: %*[0-9A-F]:%x %*[0-9A-F]:%x %x", &local, &remote, &state) == 3)
			count += (local == port || remote == port) && state != 6 && state != 10;
	}
	if (table)
		fclose(table);
	return count;
}

static void await_end_of_connections(int port)
{
	while (alive_in("/proc/self/net/tcp", port) + alive_in("/proc/self/net/tcp6", port) > 0)
		sched_yield();
}

static void serve(int argc, char **argv)
{
	int listener, port;

	check(argc == 2, "net-serve FAMILY N");
	listener = listening(argv[0], 0);
	port = port_of(listener);
	dprintf(1, "%d\n", port);
	wait_for_byte();
	for (int i = 0; i < atoi(argv[1]); i++) {
		int fd = accepted(listener);

		receive_all(fd, 1);
		send_all(fd, 1);
		check(receiving(read(fd, block, 1)) == 0, "end");
		close(fd);
	}
	await_end_of_connections(port);
	close(listener);
}
MODE("net-serve", serve)

static void connect_to(int argc, char **argv)
{
	check(argc == 3, "net-connect FAMILY PORT N");
	for (int i = 0; i < atoi(argv[2]); i++) {
		int fd = connected(argv[0], SOCK_STREAM, 0, atoi(argv[1]));

		send_all(fd, 1);
		receive_all(fd, 1);
		close(fd);
		await_end_of_connections(atoi(argv[1]));
	}
}
MODE("net-connect", connect_to)

static struct tcp_info info_of(int fd)
{
	struct tcp_info info = {};
	socklen_t length = sizeof(info);

	check(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0, "TCP_INFO");
	return info;
}

static struct tcp_info acknowledged(int fd)
{
	struct tcp_info info;

	while ((info = info_of(fd)).tcpi_unacked)
		sched_yield();
	return info;
}

void own_namespace(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd;

	check(unshare(CLONE_NEWNET) == 0, "unshare");
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	check(ioctl(fd, SIOCSIFFLAGS, &lo) == 0, "SIOCSIFFLAGS");
	close(fd);
}

// Else a connection that rests for long, on a busy machine, makes its window smaller before it sends.
static void keep_window_when_idle(void)
{
	int fd = open("/proc/sys/net/ipv4/tcp_slow_start_after_idle", O_WRONLY);

	check(fd >= 0 && write(fd, "0", 1) == 1, "tcp_slow_start_after_idle");
	close(fd);
}

static void metrics(int argc, char **argv)
{
	int listener, client, server;

	check(argc == 1, "net-metrics N");
	own_namespace();
	keep_window_when_idle();
	listener = listening("v4", 0);
	client = connected("v4", SOCK_STREAM, 0, port_of(listener));
	server = accepted(listener);
	for (int i = 0; i < atoi(argv[0]); i++) {
		struct tcp_info before = acknowledged(client), after;

		send_all(client, 1);
		receive_all(server, 1);
		after = acknowledged(client);
		dprintf(1, "%u %u %u %u\n", before.tcpi_rtt, before.tcpi_snd_cwnd, after.tcpi_rtt, after.tcpi_snd_cwnd);
	}
}
MODE("net-metrics", metrics)

// The socket hears nothing more until it listens again.
static void go_deaf(int fd)
{
	struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog filter = { .len = 1, .filter = &nothing };

	check(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) == 0, "SO_ATTACH_FILTER");
}

static void hear_again(int fd)
{
	int unused = 0;

	check(setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof(unused)) == 0, "SO_DETACH_FILTER");
}

// The peer gets some of it at the third attempt at the earliest.
static void send_with_losses(int from, int to, int length)
{
	unsigned before = info_of(from).tcpi_total_retrans;

	go_deaf(to);
	send_all(from, length);
	while (info_of(from).tcpi_total_retrans - before < 3)
		sched_yield();
	hear_again(to);
	receive_all(to, length);
}

// A connection that ends without a FIN, which might get lost as well.
static void end_at_once(int fd)
{
	struct linger at_once = { .l_onoff = 1 };

	check(setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)) == 0, "SO_LINGER");
}

static void print_losses(int fd)
{
	struct tcp_info info = acknowledged(fd);

	dprintf(1, "%d %u %llu\n", getpid(), info.tcpi_total_retrans, (unsigned long long)info.tcpi_bytes_retrans);
	end_at_once(fd);
}

static void retransmit(int argc, char **argv)
{
	int listener, client, server, segment = 1000;
	pid_t child;

	own_namespace();
	listener = bound("v4", SOCK_STREAM, 0);
	check(setsockopt(listener, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof(segment)) == 0, "TCP_MAXSEG");
	check(listen(listener, 1) == 0, "listen");
	client = connected("v4", SOCK_STREAM, 0, port_of(listener));
	server = accepted(listener);
	send_with_losses(client, server, 40009);
	print_losses(client);
	child = fork();
	check(child >= 0, "fork");
	if (child == 0) {
		send_with_losses(server, client, 5003);
		print_losses(server);
		_exit(0);
	}
	check(waitpid(child, NULL, 0) == child, "waitpid");
}
MODE("net-retransmit", retransmit)

// What this network namespace has retransmitted.
static unsigned retransmitted(void)
{
	FILE *table = fopen("/proc/self/net/snmp", "r");
	unsigned segments = 0;
	char line[1024];

	check(table != NULL, "/proc/self/net/snmp");
	while (fgets(line, sizeof(line), table)) {
		if (sscanf(line, "Tcp: %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %u", &segments) == 1)
			break;
	}
	fclose(table);
	return segments;
}

static void handshake(int argc, char **argv)
{
	union address address;
	struct pollfd done;
	int listener, client;

	own_namespace();
	listener = listening("v4", 0);
	address = loopback("v4", 0, port_of(listener));
	client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	go_deaf(client);
	check(connect(client, &address.any, sizeof(address)) < 0 && errno == EINPROGRESS, "connect");
	while (retransmitted() < 2)
		sched_yield();
	hear_again(client);
	done = (struct pollfd){ .fd = client, .events = POLLOUT };
	check(poll(&done, 1, -1) == 1, "poll");
	accepted(listener);
	end_at_once(client);
	dprintf(1, "%d %u 0\n", getpid(), retransmitted());
}
MODE("net-handshake", handshake)
