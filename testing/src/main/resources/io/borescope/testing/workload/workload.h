// SPDX-License-Identifier: Apache-2.0
#ifndef BORESCOPE_WORKLOAD_H
#define BORESCOPE_WORKLOAD_H

// What the workload can do beside the modes of workload.c: each file adds its own with MODE("name", function). The function gets
// the arguments after the name. The workload has been released by then.
struct mode {
	const char *name;
	void (*run)(int argc, char **argv);
	struct mode *next;
};

void add_mode(struct mode *mode);

#define MODE(mode_name, function)                                              \
	static struct mode mode_##function = { .name = mode_name, .run = function }; \
	__attribute__((constructor)) static void add_##function(void)           \
	{                                                                        \
		add_mode(&mode_##function);                                      \
	}

// Ends the workload with a message if !ok.
void check(int ok, const char *what);

void wait_for_byte(void);

// A network namespace with nothing but a loopback device. Takes CAP_SYS_ADMIN.
void own_namespace(void);

// Looks like another program from here on: imitate.c. Does not return.
void imitate(const char *name, char **argv);

// CLOCK_MONOTONIC
long long now_ns(void);

#endif
