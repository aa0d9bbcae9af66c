package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventType;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.Workload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernel told of one workload, from its release to its end, and what was lost of it.
 *
 * @param events in the order of each ring
 * @param lost what happened and is in no ring; empty if nothing
 * @param process the serial that the workload had when it was released
 */
record Observation(List<Event> events, Map<EventType, Long> lost, int process) {
    /** Lets a workload run with these probes; all of them must attach. */
    static Observation of(Workload workload, ProbeOptions options) throws Exception {
        return of(workload, options, RingOptions.defaults());
    }

    static Observation of(Workload workload, ProbeOptions options, RingOptions ringOptions) throws Exception {
        return of(workload, options, ringOptions, () -> {});
    }

    /** Something that is done once the workload is released. */
    interface Meanwhile {
        void run() throws Exception;
    }

    static Observation of(Workload workload, ProbeOptions options, Meanwhile meanwhile) throws Exception {
        return of(workload, options, RingOptions.defaults(), meanwhile);
    }

    private static Observation of(Workload workload, ProbeOptions options, RingOptions ringOptions, Meanwhile meanwhile)
            throws Exception {
        List<Event> events = new ArrayList<>();
        long[] lost = new long[EventRings.EVENT_TYPES];
        int process;
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(ringOptions)) {
            try (AttachedProbes _ = attach(rings, tracker, options)) {
                process = tracker.track(workload.pid(), true);
                assertThat(process).isPositive();
                workload.release();
                meanwhile.run();
                while (workload.isRunning()) {
                    rings.waiter().await(10);
                    Records.drain(rings, events::add);
                }
                workload.awaitEnd();
            }
            Records.drain(rings, events::add);
            rings.lost(lost);
        }
        return new Observation(events, byType(lost), process);
    }

    private static Map<EventType, Long> byType(long[] lost) {
        Map<EventType, Long> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            if (lost[type.id()] > 0) {
                byType.put(type, lost[type.id()]);
            }
        }
        return byType;
    }

    /** Attaches everything that is asked for, or fails. */
    static AttachedProbes attach(EventRings rings, ProcessTracker tracker, ProbeOptions options) {
        AttachedProbes probes = AttachedProbes.attach(rings, tracker, options);
        if (!probes.missing().isEmpty()) {
            String refusals = probes.refusals().toString();
            probes.close();
            throw new AssertionError("not attached: " + refusals);
        }
        return probes;
    }

    /** The events of a type, by which process ever. */
    List<Event> of(EventType type) {
        return events.stream().filter(event -> event.type() == type.id()).toList();
    }

    long count(EventType type) {
        return of(type).size();
    }

    long lost(EventType type) {
        return lost.getOrDefault(type, 0L);
    }

    /** The sum of a u64 field over the events of a type. */
    long sum(EventType type, long field) {
        return of(type).stream().mapToLong(event -> event.longAt(field)).sum();
    }
}
