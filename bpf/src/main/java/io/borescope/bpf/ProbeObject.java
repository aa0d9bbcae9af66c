package io.borescope.bpf;

import java.util.Locale;
import java.util.Set;

/** A compiled file of programs, and what has to be set in it before it is loaded. Its probe groups are loaded together. */
enum ProbeObject {
    SYSCALLS {
        @Override
        void prepare(BpfObject object, Set<ProbeGroup> groups, ProbeOptions options) throws BpfException {
            SyscallTable.fill(object.constant("class_of"), groups, options.calls());
            SyscallTable.fillExitOnly(object.constant("exit_only"));
            object.constant("in_flight_mask", options.inFlight() - 1);
        }

        @Override
        String objection(Way way) {
            return way.name().equals("tp_btf") && Preemption.atSyscalls() ? SKIPPED_WHEN_PREEMPTED : "";
        }
    },
    IO_URING,
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

    private static final String SKIPPED_WHEN_PREEMPTED =
            "this kernel runs programs at tp_btf/sys_enter and sys_exit preemptibly, and would skip them for other threads";

    /** The folder under {@code programs/}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Sets constants and map sizes. Those that all objects have are set already. */
    void prepare(BpfObject object, Set<ProbeGroup> groups, ProbeOptions options) throws BpfException {}

    /** Why a way is not to be used although the kernel would take it; empty if nothing speaks against it. */
    String objection(Way way) {
        return "";
    }

    /** Attaches a program: to the hook of its section, unless it needs more than that. */
    void attach(BpfProgram program, ProbeOptions options) throws BpfException {
        program.attach();
    }
}
