// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define PARTS		3			/* bytes, round trip time, congestion window */
#define REST_FIELDS	(~0ULL << 32)		/* all but the ports, which are many */

#include "emit.h"
#include "events.h"
#include "kprobe.h"
#include "net.h"
#include "partials.h"
#include "sampling.h"
#include "slots.h"

/*
 * What sockets send and receive, and what becomes of TCP connections.
 *
 * Bytes are those that the call returned, told once, at the layer where a socket's protocol family is entered: all transports
 * and both IP versions pass there, what TCP does below (MPTCP's flows, kernel TLS) does not pass again, and the signatures there
 * have not changed between kernels. Looking ahead (MSG_PEEK) and reading the error queue receive nothing.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

EVENT_IN_BTF(net_event);
EVENT_IN_BTF(retransmit_event);
EVENT_IN_BTF(tcp_state_event);

/* Whether srtt and cwnd of a socket are to be taken now. */
static __always_inline bool is_metrics_due(struct owner *owner, bool received, __u64 now)
{
	if (!tcp_sample_ns)
		return !received;
	if (!owner || (owner->sampled_ns && now - owner->sampled_ns < tcp_sample_ns))
		return false;
	owner->sampled_ns = now;
	return true;
}

static __always_inline void add_metrics(struct net_event *e, struct sock *sk)
{
	e->srtt_us = BPF_CORE_READ((struct tcp_sock *)sk, srtt_us) >> 3;
	e->cwnd = BPF_CORE_READ((struct tcp_sock *)sk, snd_cwnd);
	e->has_tcp_metrics = e->srtt_us != 0;	/* 0: none measured so far */
}

/* As in net_event, from local_port to has_tcp_metrics. */
struct transfer {
	__u16 local_port;
	__u16 remote_port;
	__u8 receive;
	__u8 transport;
	__u8 family;
	__u8 has_tcp_metrics;
};
_Static_assert(sizeof(struct transfer) == sizeof(__u64), "fits into a key");

static __always_inline void add_up(struct sock *sk, const struct endpoint *at, int bytes, bool received, __u32 process,
				   __u32 pid, struct owner *owner)
{
	__u64 now = bpf_ktime_get_ns();
	struct net_event metrics = {};
	struct transfer transfer = {
		.local_port = at->local_port,
		.remote_port = at->remote_port,
		.receive = received,
		.transport = at->transport,
		.family = at->family,
	};
	struct partial *partial;
	__u64 fields;

	if (at->is_tcp && is_metrics_due(owner, received, now))
		add_metrics(&metrics, sk);
	transfer.has_tcp_metrics = metrics.has_tcp_metrics;
	__builtin_memcpy(&fields, &transfer, sizeof(fields));
	partial = count_event(now, received ? EVENT_NET_RX : EVENT_NET_TX, process, pid, fields);
	if (!partial)
		return;
	add_amount(&partial->parts[0], bytes);
	if (metrics.has_tcp_metrics) {
		add_level(&partial->parts[1], metrics.srtt_us);
		add_level(&partial->parts[2], metrics.cwnd);
	}
}

/* The current thread, of a tracked process, has sent or received. */
static __always_inline void tell_transfer(struct sock *sk, const struct endpoint *at, int bytes, bool received, __u32 process,
					  __u64 pid_tgid)
{
	__u16 type = received ? EVENT_NET_RX : EVENT_NET_TX;
	struct owner *owner = NULL;
	struct net_event *e;
	void *ring;

	if (at->transport == TRANSPORT_NONE)
		return;
	/* What was received before the end can be read after it, when nobody will take the owner out again. */
	if (at->is_tcp && at->state != TCP_CLOSE && (want_owners || tcp_sample_ns))
		owner = own((__u64)sk, process, pid_tgid);
	if (!(wanted & (received ? WANT_RECEIVED(at->transport) : WANT_SENT(at->transport))) || !is_sampled(type))
		return;
	if (is_partial(type)) {
		add_up(sk, at, bytes, received, process, pid_tgid >> 32, owner);
		return;
	}
	ring = ring_of(bpf_get_smp_processor_id());
	e = BEGIN_FREQUENT(ring, sizeof(*e), type, process, pid_tgid);
	if (!e)
		return;
	e->bytes = bytes;
	e->local_port = at->local_port;
	e->remote_port = at->remote_port;
	e->receive = received;
	e->transport = at->transport;
	e->family = at->family;
	e->has_tcp_metrics = 0;
	e->srtt_us = 0;
	e->cwnd = 0;
	e->pad = 0;
	if (at->is_tcp && is_metrics_due(owner, received, e->header.timestamp_ns))
		add_metrics(e, sk);
	submit(ring, e);
}

/* For hooks whose socket the verifier knows. */
static __noinline void transferred(struct sock *sk, int bytes, bool received)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 process = process_of(pid_tgid >> 32);
	struct endpoint at;

	if (!process || bytes <= 0)
		return;
	at = ENDPOINT_OF(READ_KNOWN, sk);
	tell_transfer(sk, &at, bytes, received, process, pid_tgid);
}

/* For hooks that only say where it is. */
static __noinline void transferred_at(struct sock *sk, int bytes, bool received)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 process = process_of(pid_tgid >> 32);
	struct endpoint at;

	if (!process || bytes <= 0)
		return;
	at = ENDPOINT_OF(READ_PROBED, sk);
	tell_transfer(sk, &at, bytes, received, process, pid_tgid);
}

static __always_inline bool is_for_data(int flags)
{
	return !(flags & (MSG_PEEK | MSG_ERRQUEUE));
}

/*
 * The tracepoints of Linux 6.3. All sends pass there; what is spliced out of a stream socket does not, so fexit programs are
 * added where there are such.
 */
SEC("tp_btf/sock_send_length")
int BPF_PROG(socket_sent, struct sock *sk, int ret, int flags)
{
	transferred(sk, ret, false);
	return 0;
}

SEC("tp_btf/sock_recv_length")
int BPF_PROG(socket_received, struct sock *sk, int ret, int flags)
{
	if (is_for_data(flags))
		transferred(sk, ret, true);
	return 0;
}

/* The same as tracepoints of perf, for kernels that run the two above preemptibly: see Preemption. */
SEC("tp/sock/sock_send_length")
int socket_sent_tp(struct trace_event_raw_sock_msg_length *transfer)
{
	transferred_at(transfer->sk, transfer->ret, false);
	return 0;
}

SEC("tp/sock/sock_recv_length")
int socket_received_tp(struct trace_event_raw_sock_msg_length *transfer)
{
	if (is_for_data(transfer->flags))
		transferred_at(transfer->sk, transfer->ret, true);
	return 0;
}

/* A long result fits: no call moves more than 2 GiB. */
SEC("fexit/tcp_splice_read")
int BPF_PROG(tcp_spliced, struct socket *sock, void *position, void *pipe, unsigned long size, unsigned int flags, long ret)
{
	transferred(sock->sk, ret, true);
	return 0;
}

SEC("fexit/unix_stream_splice_read")
int BPF_PROG(unix_spliced, struct socket *sock, void *position, void *pipe, unsigned long size, unsigned int flags, long ret)
{
	transferred(sock->sk, ret, true);
	return 0;
}

/* Functions, for kernels before 6.3. Their sendpage is what sendfile and splice use to send, until Linux 6.5. */
SEC("fexit/inet_sendmsg")
int BPF_PROG(inet_sent, struct socket *sock, void *msg, unsigned long size, int ret)
{
	transferred(sock->sk, ret, false);
	return 0;
}

SEC("fexit/inet6_sendmsg")
int BPF_PROG(inet6_sent, struct socket *sock, void *msg, unsigned long size, int ret)
{
	transferred(sock->sk, ret, false);
	return 0;
}

SEC("fexit/tcp_sendpage")
int BPF_PROG(tcp_sent_page, struct sock *sk, void *page, int offset, unsigned long size, int flags, int ret)
{
	transferred(sk, ret, false);
	return 0;
}

SEC("fexit/inet_recvmsg")
int BPF_PROG(inet_received, struct socket *sock, void *msg, unsigned long size, int flags, int ret)
{
	if (is_for_data(flags))
		transferred(sock->sk, ret, true);
	return 0;
}

SEC("fexit/inet6_recvmsg")
int BPF_PROG(inet6_received, struct socket *sock, void *msg, unsigned long size, int flags, int ret)
{
	if (is_for_data(flags))
		transferred(sock->sk, ret, true);
	return 0;
}

SEC("fexit/unix_stream_sendmsg")
int BPF_PROG(unix_stream_sent, struct socket *sock, void *msg, unsigned long size, int ret)
{
	transferred(sock->sk, ret, false);
	return 0;
}

SEC("fexit/unix_stream_sendpage")
int BPF_PROG(unix_stream_sent_page, struct socket *sock, void *page, int offset, unsigned long size, int flags, long ret)
{
	transferred(sock->sk, ret, false);
	return 0;
}

/* A packet socket's functions call those of a datagram socket, or have them inlined: so each looks after its own type only. */
SEC("fexit/unix_dgram_sendmsg")
int BPF_PROG(unix_dgram_sent, struct socket *sock, void *msg, unsigned long size, int ret)
{
	if (sock->sk->sk_type != SOCK_SEQPACKET)
		transferred(sock->sk, ret, false);
	return 0;
}

SEC("fexit/unix_seqpacket_sendmsg")
int BPF_PROG(unix_seqpacket_sent, struct socket *sock, void *msg, unsigned long size, int ret)
{
	transferred(sock->sk, ret, false);
	return 0;
}

SEC("fexit/unix_stream_recvmsg")
int BPF_PROG(unix_stream_received, struct socket *sock, void *msg, unsigned long size, int flags, int ret)
{
	if (is_for_data(flags))
		transferred(sock->sk, ret, true);
	return 0;
}

SEC("fexit/unix_dgram_recvmsg")
int BPF_PROG(unix_dgram_received, struct socket *sock, void *msg, unsigned long size, int flags, int ret)
{
	if (is_for_data(flags) && sock->sk->sk_type != SOCK_SEQPACKET)
		transferred(sock->sk, ret, true);
	return 0;
}

SEC("fexit/unix_seqpacket_recvmsg")
int BPF_PROG(unix_seqpacket_received, struct socket *sock, void *msg, unsigned long size, int flags, int ret)
{
	if (is_for_data(flags))
		transferred(sock->sk, ret, true);
	return 0;
}

/*
 * Kprobes, where functions cannot be traced otherwise (arm64 before Linux 6.4). The kernel keeps room for few calls under way at a
 * time and leaves the ends of others out: whoever calls again without having ended has lost one event at most.
 */
static __noinline void call_begins(struct sock *sk, bool received)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 tid = (__u32)pid_tgid;
	struct call call = { .sk = (__u64)sk, .received = received };
	struct call *unfinished;

	if (!process_of(pid_tgid >> 32))
		return;
	unfinished = bpf_map_lookup_elem(&calls, &tid);
	if (unfinished)
		count_incomplete(unfinished->received ? EVENT_NET_RX : EVENT_NET_TX);
	if (bpf_map_update_elem(&calls, &tid, &call, BPF_ANY))
		count_incomplete(received ? EVENT_NET_RX : EVENT_NET_TX);
}

static __noinline void call_ended(int result)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 process = process_of(pid_tgid >> 32);
	__u32 tid = (__u32)pid_tgid;
	struct endpoint at;
	struct call *call;
	struct sock *sk;
	bool received;

	call = process ? bpf_map_lookup_elem(&calls, &tid) : NULL;
	if (!call)
		return;
	sk = (struct sock *)call->sk;
	received = call->received;
	bpf_map_delete_elem(&calls, &tid);
	if (result <= 0)
		return;
	at = ENDPOINT_OF(READ_PROBED, sk);
	tell_transfer(sk, &at, result, received, process, pid_tgid);
}

static __always_inline struct sock *sk_of(unsigned long sock)
{
	return BPF_CORE_READ((struct socket *)sock, sk);
}

static __always_inline bool is_packet(struct sock *sk)
{
	return BPF_CORE_READ(sk, sk_type) == SOCK_SEQPACKET;
}

#define BOTH_ENDS(function, sk, received, counts)				\
SEC("kprobe/" #function)							\
int begin_##function(struct pt_regs___call *ctx)				\
{										\
	if (counts)								\
		call_begins(sk, received);					\
	return 0;								\
}										\
										\
SEC("kretprobe/" #function)							\
int end_##function(struct pt_regs___call *ctx)					\
{										\
	call_ended(RESULT(ctx));						\
	return 0;								\
}

#define OF_SOCKET	sk_of(FIRST_ARGUMENT(ctx))
#define FOR_DATA	is_for_data(FOURTH_ARGUMENT(ctx))

BOTH_ENDS(inet_sendmsg, OF_SOCKET, false, true)
BOTH_ENDS(inet6_sendmsg, OF_SOCKET, false, true)
BOTH_ENDS(tcp_sendpage, (struct sock *)FIRST_ARGUMENT(ctx), false, true)
BOTH_ENDS(inet_recvmsg, OF_SOCKET, true, FOR_DATA)
BOTH_ENDS(inet6_recvmsg, OF_SOCKET, true, FOR_DATA)
BOTH_ENDS(tcp_splice_read, OF_SOCKET, true, true)
BOTH_ENDS(unix_stream_sendmsg, OF_SOCKET, false, true)
BOTH_ENDS(unix_stream_sendpage, OF_SOCKET, false, true)
BOTH_ENDS(unix_dgram_sendmsg, OF_SOCKET, false, !is_packet(OF_SOCKET))
BOTH_ENDS(unix_seqpacket_sendmsg, OF_SOCKET, false, true)
BOTH_ENDS(unix_stream_recvmsg, OF_SOCKET, true, FOR_DATA)
BOTH_ENDS(unix_stream_splice_read, OF_SOCKET, true, true)
BOTH_ENDS(unix_dgram_recvmsg, OF_SOCKET, true, FOR_DATA && !is_packet(OF_SOCKET))
BOTH_ENDS(unix_seqpacket_recvmsg, OF_SOCKET, true, FOR_DATA)

/*
 * States of TCP connections. Many change in a softirq, in the middle of some other thread's work, so nobody is current there; see
 * is_made_by_current. Every kernel from 4.16 on has the tracepoint.
 */
static __always_inline void tell_state(struct sock *sk, const struct owner *owner, int old_state, int new_state)
{
	struct tcp_state_event *e;

	if (!is_sampled(EVENT_TCP_STATE))
		return;
	e = BEGIN_RARE(sizeof(*e), EVENT_TCP_STATE, owner->process, owner->pid, owner->tid);
	if (!e)
		return;
	e->local_port = local_port_of(sk);
	e->remote_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
	e->old_state = old_state;
	e->new_state = new_state;
	e->family = BPF_CORE_READ(sk, __sk_common.skc_family);
	e->pad = 0;
	submit_rare(e);
}

/* Whose the socket is from this change on. What lay at its address before is none of its owner. */
static __always_inline void settle_owner(struct sock *sk, int old_state, int new_state)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u64 key = (__u64)sk;
	bool settled = false;
	__u32 process;

	if (old_state == TCP_LISTEN && new_state == TCP_SYN_RECV) {
		settled = inherit_owner(sk);
	} else if (is_made_by_current(old_state, new_state)) {
		process = process_of(pid_tgid >> 32);
		settled = process && own(key, process, pid_tgid);
	}
	if (!settled && (old_state == TCP_CLOSE || new_state == TCP_SYN_RECV))
		bpf_map_delete_elem(&owners, &key);
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(tcp_state_changed, struct sock *sk, int old_state, int new_state)
{
	__u64 key = (__u64)sk;
	struct owner *owner;

	if (sk->sk_protocol != IPPROTO_TCP)
		return 0;
	settle_owner(sk, old_state, new_state);
	owner = owner_of(key);
	if (owner) {
		if (new_state == TCP_LISTEN)
			add_listener(sk, owner);
		if (old_state == TCP_LISTEN && new_state == TCP_CLOSE)
			remove_listener(sk);
		tell_state(sk, owner, old_state, new_state);
	}
	if (new_state == TCP_CLOSE)
		bpf_map_delete_elem(&owners, &key);
	return 0;
}

/* The current thread has accepted a connection. */
static __always_inline struct owner *accepted(struct sock *sk)
{
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u32 process = process_of(pid_tgid >> 32);

	if (!process || !sk || BPF_CORE_READ(sk, sk_protocol) != IPPROTO_TCP ||
	    BPF_CORE_READ(sk, __sk_common.skc_state) == TCP_CLOSE)
		return NULL;
	return own((__u64)sk, process, pid_tgid);
}

/* The first sign of life of a listener that is older than the agent, and of one that a process has left to its children. */
SEC("fexit/inet_accept")
int BPF_PROG(inet_accepted, struct socket *listening, struct socket *connected)
{
	struct sock *listener = listening->sk;
	struct owner *owner = accepted(connected->sk);

	if (owner) {
		own((__u64)listener, owner->process, bpf_get_current_pid_tgid());
		learn_listener(listener, owner);
	}
	return 0;
}

SEC("kretprobe/inet_csk_accept")
int end_accept(struct pt_regs___call *ctx)
{
	accepted((struct sock *)RESULT(ctx));
	return 0;
}

static __always_inline void tell_retransmit(struct sock *sk, __u32 bytes, __u32 segments, __u8 state, __u16 remote_port)
{
	struct owner *owner = owner_of((__u64)sk);
	struct retransmit_event *e;

	if (!owner || !is_sampled(EVENT_TCP_RETRANSMIT))
		return;
	e = BEGIN_RARE(sizeof(*e), EVENT_TCP_RETRANSMIT, owner->process, owner->pid, owner->tid);
	if (!e)
		return;
	e->bytes = bytes;
	e->local_port = local_port_of(sk);
	e->remote_port = remote_port;
	e->segments = segments;
	e->state = state;
	e->family = BPF_CORE_READ(sk, __sk_common.skc_family);
	e->pad = 0;
	submit_rare(e);
}

/*
 * What waits for an acknowledgement was handed to IP once more. One run may stand for many segments, which are cut apart below;
 * the kernel counts them in its own block of the skb. A SYN has no bytes.
 */
SEC("tp_btf/tcp_retransmit_skb")
int BPF_PROG(tcp_retransmitted, struct sock *sk, struct sk_buff *skb)
{
	__u32 segments = BPF_CORE_READ((struct tcp_skb_cb *)&skb->cb, tcp_gso_segs);

	if (bpf_core_field_exists(struct trace_event_raw_tcp_retransmit_skb, err) && (int)ctx[2])
		return 0;
	tell_retransmit(sk, skb->len, segments ? segments : 1, BPF_CORE_READ(sk, __sk_common.skc_state),
			bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport)));
	return 0;
}

/* The answer to a SYN, which the listener repeats. */
SEC("tp_btf/tcp_retransmit_synack")
int BPF_PROG(synack_retransmitted, struct sock *sk, struct request_sock *request)
{
	tell_retransmit(sk, 0, 1, TCP_NEW_SYN_RECV, bpf_ntohs(request->__req_common.skc_dport));
	return 0;
}
