// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/*
 * Never attached. A kernel that does not take it hooks no functions with fentry and fexit: then none of the programs that need
 * that is tried.
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("fexit/tcp_sendmsg")
int at_end(void *unused)
{
	return 0;
}
