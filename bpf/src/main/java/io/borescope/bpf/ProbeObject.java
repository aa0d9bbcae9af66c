package io.borescope.bpf;

import java.util.Locale;
import java.util.Set;

/** A compiled file of programs, and what has to be set in it before it is loaded. Its probe groups are loaded together. */
enum ProbeObject {
    SYSCALLS {
        @Override
        void prepare(BpfObject object, Set<ProbeGroup> groups, ProbeOptions options) throws BpfException {
            SyscallTable.fill(object.constant("class_of"), groups, options);
            object.constant("in_flight_mask", options.inFlight() - 1);
        }
    },
    BLOCK {
        @Override
        void prepare(BpfObject object, Set<ProbeGroup> groups, ProbeOptions options) throws BpfException {
            object.constant("tell_kernel", options.tellKernel() ? 1 : 0);
            object.setMaxEntries("requests", Math.min(options.inFlight(), MOST_REQUESTS));
        }
    },
    SCHED {
        @Override
        void prepare(BpfObject object, Set<ProbeGroup> groups, ProbeOptions options) throws BpfException {
            object.constant("tick_ns", options.cpuTick().toNanos());
        }

        @Override
        void attach(BpfProgram program, ProbeOptions options) throws BpfException {
            if (program.name().equals("cpu_tick")) {
                PerfEvent.CPU_CLOCK.attach(program, options.cpuTick().toNanos());
            } else {
                program.attach();
            }
        }
    };

    /** As in block.bpf.c. */
    private static final int MOST_REQUESTS = 16_384;

    /** The folder under {@code programs/}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Sets constants and map sizes. Those that all objects have are set already. */
    void prepare(BpfObject object, Set<ProbeGroup> groups, ProbeOptions options) throws BpfException {}

    /** Attaches a program: to the hook of its section, unless it needs more than that. */
    void attach(BpfProgram program, ProbeOptions options) throws BpfException {
        program.attach();
    }
}
