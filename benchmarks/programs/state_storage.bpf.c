// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <stddef.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* State per thread in task storage. */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} states SEC(".maps");

SEC("tp_btf/sys_enter")
int state_storage(void *ctx)
{
	__u64 *since_ns = bpf_task_storage_get(&states, bpf_get_current_task_btf(), NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (since_ns)
		*since_ns = bpf_ktime_get_ns();
	return 0;
}
