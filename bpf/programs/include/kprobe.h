/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef BORESCOPE_KPROBE_H
#define BORESCOPE_KPROBE_H

#include <linux/types.h>

/* What a kprobe finds at the beginning of a function, and a kretprobe (the result only) behind its end. */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

#if defined(__TARGET_ARCH_x86)
struct pt_regs___call {
	unsigned long di;
	unsigned long si;
	unsigned long dx;
	unsigned long cx;
	unsigned long ax;
};
#define FIRST_ARGUMENT(call)	((call)->di)
#define SECOND_ARGUMENT(call)	((call)->si)
#define THIRD_ARGUMENT(call)	((call)->dx)
#define FOURTH_ARGUMENT(call)	((call)->cx)
#define RESULT(call)		((call)->ax)
#else
struct pt_regs___call {
	__u64 regs[31];
};
#define FIRST_ARGUMENT(call)	((call)->regs[0])
#define SECOND_ARGUMENT(call)	((call)->regs[1])
#define THIRD_ARGUMENT(call)	((call)->regs[2])
#define FOURTH_ARGUMENT(call)	((call)->regs[3])
#define RESULT(call)		((call)->regs[0])
#endif

#pragma clang attribute pop

#endif
