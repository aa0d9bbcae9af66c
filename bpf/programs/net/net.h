/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_NET_H
#define BORESCOPE_NET_H

#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "events.h"
#include "slots.h"

#define AF_UNIX		1
#define AF_INET		2
#define AF_INET6	10

#define SOCK_STREAM	1
#define SOCK_DGRAM	2
#define SOCK_SEQPACKET	5

#define IPPROTO_TCP	6
#define IPPROTO_UDP	17
#define IPPROTO_MPTCP	262

#define MSG_PEEK	0x2
#define MSG_ERRQUEUE	0x2000

/* Of the kernel's enum tcp_state. */
#define TCP_SYN_SENT		2
#define TCP_SYN_RECV		3
#define TCP_FIN_WAIT1		4
#define TCP_CLOSE		7
#define TCP_LAST_ACK		9
#define TCP_LISTEN		10
#define TCP_NEW_SYN_RECV	12

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
	struct net *net;
} possible_net_t;

struct in6_addr {
	union {
		__u32 u6_addr32[4];
	} in6_u;
};

struct sock_common {
	__u32 skc_rcv_saddr;
	__be16 skc_dport;
	__u16 skc_num;			/* local port, host order; given back before the state becomes CLOSE */
	unsigned short skc_family;
	volatile unsigned char skc_state;
	possible_net_t skc_net;
	struct in6_addr skc_v6_rcv_saddr;
};

struct sock {
	struct sock_common __sk_common;
	__u16 sk_type;
	__u16 sk_protocol;
};

struct inet_sock {
	__be16 inet_sport;		/* local port; stays until the end */
};

struct tcp_sock {
	__u32 srtt_us;			/* of 1/8 us */
	__u32 snd_cwnd;
};

struct socket {
	struct sock *sk;
};

struct sk_buff {
	unsigned int len;
	char cb[48];
};

struct tcp_skb_cb {
	__u16 tcp_gso_segs;
};

struct request_sock {
	struct sock_common __req_common;
};

/* Linux 6.17 (commit ad892e912b84) reports failed retransmissions too, and says so in a third argument. */
struct trace_event_raw_tcp_retransmit_skb {
	int err;
};

#pragma clang attribute pop

/* The groups whose events these programs write, a bit each: WANT_SENT or WANT_RECEIVED of a transport. */
const volatile __u32 wanted;

#define WANT_SENT(transport)		(1u << (transport))
#define WANT_RECEIVED(transport)	(8u << (transport))

/* Whether state changes or retransmissions are told: then every use of a TCP socket says whose it is. */
const volatile __u32 want_owners;

/* Shortest time between two looks at the round trip time and the window of a socket; 0 = at every send and at no receive. */
const volatile __u64 tcp_sample_ns;

/* What the events say about a socket. */
struct endpoint {
	__u16 local_port;
	__u16 remote_port;
	__u8 family;
	__u8 transport;
	__u8 state;
	__u8 is_tcp;			/* a struct tcp_sock: TCP, but not the socket above the flows of MPTCP */
};

#define TRANSPORT_NONE	0xff

/* A raw socket may have the protocol of another one, hence the type. */
static __always_inline __u8 transport_of(__u16 family, __u16 type, __u16 protocol)
{
	if (family == AF_UNIX)
		return TRANSPORT_UNIX;
	if (family != AF_INET && family != AF_INET6)
		return TRANSPORT_NONE;
	if (type == SOCK_STREAM && (protocol == IPPROTO_TCP || protocol == IPPROTO_MPTCP))
		return TRANSPORT_TCP;
	return type == SOCK_DGRAM && protocol == IPPROTO_UDP ? TRANSPORT_UDP : TRANSPORT_NONE;
}

/* Fields of a socket through a pointer that the verifier knows, and through one that it does not (kprobes), which costs more. */
#define READ_KNOWN(sk, field)	((sk)->field)
#define READ_PROBED(sk, field)	BPF_CORE_READ(sk, field)

#define ENDPOINT_OF(READ, sk) ({						\
	__u16 family = READ(sk, __sk_common.skc_family);			\
	__u16 protocol = READ(sk, sk_protocol);					\
	struct endpoint at = {							\
		.family = family,						\
		.transport = transport_of(family, READ(sk, sk_type), protocol),	\
	};									\
										\
	if (at.transport < TRANSPORT_UNIX) {					\
		at.local_port = READ(sk, __sk_common.skc_num);			\
		at.remote_port = bpf_ntohs(READ(sk, __sk_common.skc_dport));	\
		at.state = READ(sk, __sk_common.skc_state);			\
		at.is_tcp = protocol == IPPROTO_TCP;				\
	}									\
	at;									\
})

/*
 * Whose a TCP socket is: of the process that connected it, listens to it or used it last. In a hash by the socket's address
 * rather than in the socket's own storage, which Linux 5.10 does not give to tracing programs. A closed socket is taken out; the
 * least recently used is given up when there are too many.
 */
#define OWNERS	65536

struct owner {
	__u32 process;			/* serial */
	__u32 pid;
	__u32 tid;
	__u32 pad;
	__u64 sampled_ns;		/* when srtt and cwnd were taken last, CLOCK_MONOTONIC */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, OWNERS);
	__type(key, __u64);
	__type(value, struct owner);
} owners SEC(".maps");

/*
 * Where tracked processes listen, since a passive socket comes to life in whatever thread the packet interrupts, and its listener
 * is not named. Several listeners on one address (SO_REUSEPORT) share an entry: the last one that began to listen.
 */
#define LISTENERS	8192

struct listening_at {
	__u64 net;			/* identity of the network namespace, never followed */
	__u32 address[4];		/* as the socket was bound; 0 = all */
	__u16 port;
	__u16 family;
	__u32 pad;
};

struct listener {
	struct owner owner;
	__u32 sockets;
	__u32 pad;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, LISTENERS);
	__type(key, struct listening_at);
	__type(value, struct listener);
} listeners SEC(".maps");

/*
 * A thread in a call that a kprobe has seen begin: its arguments are gone when it ends. What is left behind by an end that was not
 * seen gives way to others.
 */
#define CALLS	16384

struct call {
	__u64 sk;
	__u32 received;
	__u32 pad;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, CALLS);
	__type(key, __u32);		/* tid */
	__type(value, struct call);
} calls SEC(".maps");

static __always_inline struct owner *owner_of(__u64 sk)
{
	return bpf_map_lookup_elem(&owners, &sk);
}

/* Makes the current thread the owner of a socket that is not closed. */
static __always_inline struct owner *own(__u64 sk, __u32 process, __u64 pid_tgid)
{
	struct owner *known = owner_of(sk);
	struct owner now = { .process = process, .pid = pid_tgid >> 32, .tid = (__u32)pid_tgid };

	if (known && known->process == process) {
		if (known->tid != now.tid)
			known->tid = now.tid;
		return known;
	}
	if (known)
		now.sampled_ns = known->sampled_ns;
	bpf_map_update_elem(&owners, &sk, &now, BPF_ANY);
	return owner_of(sk);
}

static __always_inline __u16 local_port_of(struct sock *sk)
{
	return bpf_ntohs(BPF_CORE_READ((struct inet_sock *)sk, inet_sport));
}

static __always_inline struct listening_at address_of(struct sock *sk)
{
	struct listening_at at = {
		.net = (__u64)BPF_CORE_READ(sk, __sk_common.skc_net.net),
		.port = local_port_of(sk),
		.family = BPF_CORE_READ(sk, __sk_common.skc_family),
	};

	if (at.family == AF_INET6)
		BPF_CORE_READ_INTO(&at.address, sk, __sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32);
	else
		at.address[0] = BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr);
	return at;
}

static __always_inline void add_listener(struct sock *sk, const struct owner *owner)
{
	struct listening_at at = address_of(sk);
	struct listener listener = { .owner = *owner, .sockets = 1 };
	struct listener *known;

	if (!at.port)
		return;				/* it gets one only later */
	known = bpf_map_lookup_elem(&listeners, &at);
	if (known)
		listener.sockets += known->sockets;
	bpf_map_update_elem(&listeners, &at, &listener, BPF_ANY);
}

/* Keeps a listener that was not seen to begin, or whose process has ended since. */
static __always_inline void learn_listener(struct sock *sk, const struct owner *owner)
{
	struct listening_at at = address_of(sk);
	struct listener *known = bpf_map_lookup_elem(&listeners, &at);

	if (!known)
		add_listener(sk, owner);
	else if (!process_of(known->owner.pid))
		known->owner = *owner;
}

static __always_inline void remove_listener(struct sock *sk)
{
	struct listening_at at = address_of(sk);
	struct listener *known = bpf_map_lookup_elem(&listeners, &at);

	if (!known)
		return;
	if (known->sockets > 1)
		known->sockets--;
	else
		bpf_map_delete_elem(&listeners, &at);
}

/*
 * Who listens for a new passive socket. Up to Linux 6.14 it has its listener's address by now, later its own (commit
 * a3a128f611a9), so the one that all addresses share comes second.
 */
static __always_inline struct listener *listener_of(struct sock *sk)
{
	struct listening_at at = address_of(sk);
	struct listener *listener = bpf_map_lookup_elem(&listeners, &at);

	if (listener)
		return listener;
	__builtin_memset(at.address, 0, sizeof(at.address));
	return bpf_map_lookup_elem(&listeners, &at);
}

/* The owner of a new passive socket is its listener's, as long as that process lives; an exec has given it another serial. */
static __always_inline bool inherit_owner(struct sock *sk)
{
	struct listener *listener = listener_of(sk);
	__u64 key = (__u64)sk;
	struct owner owner;

	if (!listener)
		return false;
	owner = listener->owner;
	owner.process = process_of(owner.pid);
	return owner.process && !bpf_map_update_elem(&owners, &key, &owner, BPF_ANY);
}

/*
 * Whether a state change is the work of the current thread: connect, listen and close. All others may happen in a thread that a
 * packet or a timer has interrupted.
 */
static __always_inline bool is_made_by_current(int old_state, int new_state)
{
	if (old_state == TCP_CLOSE || new_state == TCP_FIN_WAIT1 || new_state == TCP_LAST_ACK)
		return true;
	return old_state == TCP_LISTEN && new_state == TCP_CLOSE;
}

#endif
