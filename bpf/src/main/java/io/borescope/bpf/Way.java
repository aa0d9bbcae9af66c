package io.borescope.bpf;

import java.util.List;

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
}
