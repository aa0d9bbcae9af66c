// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/*
 * Never attached. User space has the kernel load it as a sleepable program: what may sleep may be preempted, so a kernel that
 * takes it there runs all programs of that hook preemptibly.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("tp_btf/sys_enter")
int at_sys_enter(void *unused)
{
	return 0;
}
