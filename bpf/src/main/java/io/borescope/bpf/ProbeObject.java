package io.borescope.bpf;

import io.borescope.api.event.NetEvent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        int parts() {
            return 1;
        }

        @Override
        int partialKinds() {
            return 17; // a type each; those without latency by success
        }
    },
    NET {
        @Override
        void prepare(BpfObject object, Set<ProbeGroup> groups, ProbeOptions options) throws BpfException {
            object.constant("wanted", transfers(groups));
            boolean owners = groups.contains(ProbeGroup.TCP_STATE) || groups.contains(ProbeGroup.TCP_RETRANSMIT);
            object.constant("want_owners", owners ? 1 : 0);
            object.constant("tcp_sample_ns", options.tcpSample().toNanos());
        }

        @Override
        int parts() {
            return 3;
        }

        @Override
        int partialKinds() {
            return 14; // both ways, TCP with and without its state, UDP: by IP version; UNIX
        }

        // The bits of these groups: WANT_SENT and WANT_RECEIVED in net.h.
        private static int transfers(Set<ProbeGroup> groups) {
            int wanted = 0;
            for (ProbeGroup group : groups) {
                wanted |= switch (group) {
                    case TCP_SEND -> 1 << NetEvent.TCP;
                    case UDP_SEND -> 1 << NetEvent.UDP;
                    case UNIX_SEND -> 1 << NetEvent.UNIX;
                    case TCP_RECV -> 8 << NetEvent.TCP;
                    case UDP_RECV -> 8 << NetEvent.UDP;
                    case UNIX_RECV -> 8 << NetEvent.UNIX;
                    default -> 0;
                };
            }
            return wanted;
        }
    },
    BLOCK {
        @Override
        void prepare(BpfObject object, Set<ProbeGroup> groups, ProbeOptions options) throws BpfException {
            object.constant("tell_kernel", options.tellKernel() ? 1 : 0);
            object.setMaxEntries("requests", Math.min(options.inFlight(), MOST_REQUESTS));
        }
    },
    IO_URING,
    SCHED {
        @Override
        void prepare(BpfObject object, Set<ProbeGroup> groups, ProbeOptions options) throws BpfException {
            object.constant("tick_ns", options.cpuTick().toNanos());
            object.constant("waiting_mask", options.inFlight() - 1);
        }

        @Override
        int parts() {
            return 2;
        }

        @Override
        int partialKinds() {
            return 4; // the three that the flags of a charge make, and the run queue
        }

        @Override
        void attach(BpfProgram program, ProbeOptions options) throws BpfException {
            if (program.name().equals("cpu_tick")) {
                PerfEvent.CPU_CLOCK.attach(program, options.cpuTick().toNanos());
            } else {
                program.attach();
            }
        }
    },
    FAULT {
        @Override
        int parts() {
            return 1;
        }

        @Override
        int partialKinds() {
            return 2; // major and minor
        }

        @Override
        void attach(BpfProgram program, ProbeOptions options) throws BpfException {
            switch (program.name()) {
                case "minor_fault" -> PerfEvent.PAGE_FAULTS_MINOR.attach(program, 1);
                case "major_fault" -> PerfEvent.PAGE_FAULTS_MAJOR.attach(program, 1);
                default -> program.attach();
            }
        }
    },
    MEMORY;

    /** As in block.bpf.c. */
    private static final int MOST_REQUESTS = 16_384;

    /** The folder under {@code programs/}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The object of this label, null if there is none. */
    static @Nullable ProbeObject ofLabel(String label) {
        return Arrays.stream(values())
                .filter(object -> object.label().equals(label))
                .findFirst()
                .orElse(null);
    }

    /** How many numbers it measures of an event it adds up: PARTS in its source; 0 if it adds nothing up. */
    int parts() {
        return 0;
    }

    /** How many keys everybody for whom there is no room may need together, in a cell. */
    int partialKinds() {
        return 0;
    }

    /** Sets constants and map sizes. Those that all objects have are set already. */
    void prepare(BpfObject object, Set<ProbeGroup> groups, ProbeOptions options) throws BpfException {}

    /** Attaches a program: to the hook of its section, unless it needs more than that. */
    void attach(BpfProgram program, ProbeOptions options) throws BpfException {
        program.attach();
    }
}
