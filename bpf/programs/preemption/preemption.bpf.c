// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/*
 * Never attached. User space has the kernel load them as sleepable programs, one at a time: what may sleep may be preempted, so a
 * kernel that takes one at sys_enter runs all programs of that hook preemptibly. Unless it takes one at sched_switch as well,
 * where nothing can ever sleep: then it does not look (Linux 5.10).
 */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("tp_btf/sys_enter")
int at_sys_enter(void *unused)
{
	return 0;
}

SEC("tp_btf/sched_switch")
int at_sched_switch(void *unused)
{
	return 0;
}
