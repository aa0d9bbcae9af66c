// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* State per thread in an array, direct-mapped by tid, with the owner compared. */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct state {
	__u64 since_ns;
	__u64 tid;
};

struct state states[65536];

SEC("tp_btf/sys_enter")
int state_array(void *ctx)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct state *state = &states[tid & 65535];

	if (state->tid != tid)
		state->tid = tid;
	state->since_ns = bpf_ktime_get_ns();
	return 0;
}
