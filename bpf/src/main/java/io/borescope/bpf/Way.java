package io.borescope.bpf;

import java.util.List;
import java.util.stream.Stream;

/**
 * One way to observe: programs that are loaded together and attached in this order, so that what gives something back comes before what
 * takes it. Detached in the opposite order.
 *
 * @param name the kind of hook, for users: {@code tp_btf}, {@code fexit}, {@code kprobe}, {@code perf_event}
 * @param programs by their names in C
 */
record Way(String name, List<String> programs) {
    static Way of(String name, String... programs) {
        return new Way(name, List.of(programs));
    }

    /** Whether a kernel with {@link Preemption} may skip its programs. */
    boolean isPreemptible() {
        return Stream.of("tp_btf", "fentry", "fexit").anyMatch(name::startsWith);
    }

    /** A kprobe and a kretprobe on each of these functions of the kernel; the programs are named {@code begin_} and {@code end_} and the function. */
    static Way ofBothEnds(String... functions) {
        Stream<String> ends = Stream.of(functions).map(function -> "end_" + function);
        Stream<String> beginnings = Stream.of(functions).map(function -> "begin_" + function);
        return new Way("kprobe", Stream.concat(ends, beginnings).toList());
    }
}
