// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

/* Counts the programs that processes begin to run, by name. */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct name {
	char comm[16];			/* NUL-terminated */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct name);
	__type(value, __u64);
} counts SEC(".maps");

/* Those whose name did not fit into the map. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} lost SEC(".maps");

static __always_inline void count_lost(void)
{
	__u32 zero = 0;
	__u64 *count = bpf_map_lookup_elem(&lost, &zero);

	if (count)
		*count += 1;
}

SEC("raw_tp/sched_process_exec")
int handle_exec(void *ctx)
{
	struct name name = {};
	__u64 zero = 0;
	__u64 *count;

	bpf_get_current_comm(&name.comm, sizeof(name.comm));
	count = bpf_map_lookup_elem(&counts, &name);
	if (!count) {
		bpf_map_update_elem(&counts, &name, &zero, BPF_NOEXIST);	/* another CPU may have been first */
		count = bpf_map_lookup_elem(&counts, &name);
	}
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		count_lost();
	return 0;
}
