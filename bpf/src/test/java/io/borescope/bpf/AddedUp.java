package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventType;
import io.borescope.api.event.PartialEvents;
import io.borescope.testing.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What programs added up of one workload, from its release to its end, in a single cell.
 *
 * @param rows what the kernel had a key for
 */
record AddedUp(List<Row> rows) {
    /** Where all of it is added. */
    static final long CELL = Partials.CELLS;

    private static final int KEYS = 1024;

    /**
     * The figures of a key, of all CPUs.
     *
     * @param kind type and level
     * @param count values of the first field that is measured
     * @param sum of these
     * @param bucketed those in any bucket
     */
    record Row(
            int cell,
            int process,
            int pid,
            int type,
            int kind,
            long fields,
            long events,
            long count,
            long sum,
            long bucketed) {
        static Row of(Partial partial) {
            long events = 0;
            long bucketed = 0;
            for (int cpu = 0; cpu < partial.cpus(); cpu++) {
                events += partial.events(cpu);
                for (int bucket = 0; bucket < PartialEvents.BUCKET_COUNT; bucket++) {
                    bucketed += partial.statistic(cpu, 0, PartialEvents.BUCKETS + (long) bucket * Long.BYTES);
                }
            }
            return new Row(
                    partial.cell(),
                    partial.process(),
                    partial.pid(),
                    partial.type(),
                    partial.kind(),
                    partial.fields(),
                    events,
                    first(partial, PartialEvents.COUNT),
                    first(partial, PartialEvents.SUM),
                    bucketed);
        }

        private static long first(Partial partial, long statistic) {
            return IntStream.range(0, partial.cpus())
                    .mapToLong(cpu -> partial.statistic(cpu, 0, statistic))
                    .sum();
        }
    }

    /** Lets a workload run while its events are added up by one way alone; skips the test, and says why, if the kernel refuses it. */
    static AddedUp of(Workload workload, Proof proof) throws Exception {
        ProbeOptions options = proof.accepted(ProbeOptions.of(proof.group()));
        long[] lost = new long[EventRings.EVENT_TYPES];
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings =
                        EventRings.open(RingOptions.defaults(), PartialOptions.always(PartialOptions.POSSIBLE, KEYS))) {
            rings.partials().oldest(CELL);
            try (AttachedProbes _ = Observation.attach(rings, tracker, options)) {
                assertThat(tracker.track(workload.pid(), true)).isPositive();
                workload.release();
                workload.awaitEnd();
            }
            rings.lost(lost);
            assertThat(lost).containsOnly(0);
            List<Row> rows = rowsOf(rings.partials());
            assertThat(rows).isNotEmpty().allMatch(row -> row.cell() == CELL);
            assertThat(rows).allMatch(row -> proof.group().produces().contains(EventType.of(row.type())));
            return new AddedUp(rows);
        }
    }

    /** Takes everything that is there. */
    static List<Row> rowsOf(Partials partials) throws BpfException {
        List<Row> rows = new ArrayList<>();
        partials.take(_ -> true, partial -> rows.add(Row.of(partial)));
        return rows;
    }

    long events(Predicate<Row> selection) {
        return rows.stream().filter(selection).mapToLong(Row::events).sum();
    }

    /** The sum of the first of the fields that are measured. */
    long sum(Predicate<Row> selection) {
        return rows.stream().filter(selection).mapToLong(Row::sum).sum();
    }
}
