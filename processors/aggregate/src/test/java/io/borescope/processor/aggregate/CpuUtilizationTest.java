package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.Signal;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.testing.Collected;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * CPU time by process and CPU. The cases that Observoor's documents name are here with the records that our kernel programs write for
 * them: what Observoor infers from switches, they charge at ticks and switches.
 */
class CpuUtilizationTest {
    private final HandClock clock = new HandClock(0, 1_000_000_000_000L);
    private final ClockMapping mapping = clock.mapping();
    private final TestSettings settings =
            new TestSettings("aggregate", clock).path(Signal.WINDOWED_EVENTS, Signal.METRICS);
    private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
    private final EventRecords records = new EventRecords(1 << 18);
    private final Aggregate aggregate = new Aggregate(
            settings, new AggregateConfig(1000, MetricSelection.EVERYTHING), MetricRules.ALL, () -> 4, out);

    /** A record of the kernel: {@code nanos} of CPU time that ended at {@code time}. */
    private void charge(int process, int cpu, long time, long nanos) {
        records.cpu(process, 100 + process, time, nanos, 0).u16(22, cpu);
    }

    /** Ends windows at these times, the first of which begins at the first time, and sends each all records written so far. */
    private void windows(long... borders) {
        EventBatch events = records.batch(0);
        for (int i = 0; i + 1 < borders.length; i++) {
            long start = mapping.toEpochNanos(borders[i]);
            long end = mapping.toEpochNanos(borders[i + 1]);
            Window window = new Window(i, mapping, start, end, Window.NO_SLOT, start, Window.NO_EPOCH);
            long answered = 0;
            for (int event = 0; event < events.size(); event++) {
                answered += window.contains(events.timestampNanos(event)) ? 1 : 0;
            }
            aggregate.consume(new WindowedEvents(window, events, answered, true));
        }
    }

    private List<MetricBatch> batches(String metric) {
        return out.batches().stream()
                .filter(batch -> batch.descriptor().name().equals(metric))
                .toList();
    }

    private static long whole(MetricBatch batch, String column, int row) {
        return batch.require(column, LongColumn.class).get(row);
    }

    private static double part(MetricBatch batch, String column, int row) {
        return batch.require(column, DoubleColumn.class).get(row);
    }

    /** {@code total_on_cpu_ns} of a metric's only row, window by window. */
    private List<Long> totals() {
        return batches("cpu_utilization").stream()
                .map(batch -> whole(batch, "total_on_cpu_ns", 0))
                .toList();
    }

    @Test
    void whatRunsAcrossBordersIsChargedToEachWindow() {
        charge(2, 2, 1900, 900); // in at 1000
        windows(0, 1500, 1900, 2000);

        assertThat(totals()).containsExactly(500L, 400L, 0L); // the record itself lies at the start of the third
    }

    @Test
    void aSliceIsWholeInTheWindowItEndsInAndItsCpuTimeInThoseItRanIn() {
        records.cpu(2, 102, 11_000, 1000, 2000); // in at 10000, of a slice of which 2000 are told
        windows(9000, 10_500, 12_000);

        assertThat(totals()).containsExactly(500L, 500L);
        assertThat(batches("sched_on_cpu")).hasSize(1);
        assertThat(whole(batches("sched_on_cpu").getFirst(), "sum", 0)).isEqualTo(2000);
        assertThat(batches("sched_on_cpu").getFirst().window().startMonotonicNanos())
                .isEqualTo(10_500);
    }

    @Test
    void ofASliceThatBeganBeforeCoverageOnlyThePartWithinIsCharged() {
        charge(2, 0, 1050, 700);
        windows(1000, 2000);

        assertThat(totals()).containsExactly(50L);
    }

    @Test
    void aThreadThatMovesIsChargedToEachCpuForWhatItRanThere() {
        charge(2, 1, 1299, 299); // in at 1000 on 1, off for 1, in at 1300 on 3
        charge(2, 3, 1500, 200);
        windows(0, 1501);
        MetricBatch batch = batches("cpu_utilization").getFirst();

        assertThat(whole(batch, "total_on_cpu_ns", 0)).isEqualTo(499);
        assertThat(whole(batch, "active_cores", 0)).isEqualTo(2);
        assertThat(whole(batch, "max_core_on_cpu_ns", 0)).isEqualTo(299);
        assertThat(whole(batch, "max_core_id", 0)).isEqualTo(1);
    }

    @Test
    void timeOffTheCpuIsNotCharged() {
        charge(2, 1, 1500, 500); // in at 1000, off for 3500
        charge(2, 3, 5200, 200);
        windows(0, 5201);

        assertThat(whole(batches("cpu_utilization").getFirst(), "max_core_on_cpu_ns", 0))
                .isEqualTo(500);
        assertThat(totals()).containsExactly(700L);
    }

    @Test
    void twoThreadsThatFollowEachOtherOnACpuFillIt() {
        charge(2, 2, 1600, 600);
        charge(2, 2, 2000, 400);
        windows(1000, 2001);
        MetricBatch batch = batches("cpu_utilization").getFirst();

        assertThat(whole(batch, "total_on_cpu_ns", 0)).isEqualTo(1000);
        assertThat(whole(batch, "event_count", 0)).isEqualTo(2);
        assertThat(whole(batch, "active_cores", 0)).isEqualTo(1);
    }

    @Test
    void nothingIsChargedAnyMoreToAThreadWhoseExitWasLost() {
        charge(2, 0, 1000, 1000); // the last tick that was told; neither a switch nor an exit follows
        windows(0, 1000, 2000, 3000, 4000);

        assertThat(totals()).containsExactly(1000L, 0L);
        assertThat(batches("cpu_time")).hasSize(2);
        assertThat(whole(batches("cpu_time").getLast(), "sum", 0)).isZero();
    }

    @Test
    void percentagesAreOfTheWindowsTrueLength() {
        charge(2, 5, 1250, 250);
        charge(2, 6, 1500, 500);
        windows(1000, 1800);
        MetricBatch batch = batches("cpu_utilization").getFirst();

        assertThat(part(batch, "min_core_pct", 0)).isEqualTo(31.25);
        assertThat(part(batch, "max_core_pct", 0)).isEqualTo(62.5);
        assertThat(part(batch, "mean_core_pct", 0)).isEqualTo(46.875);
        assertThat(part(batch, "mean_system_pct", 0)).isEqualTo(23.4375);
        assertThat(whole(batch, "system_cores", 0)).isEqualTo(4);
    }

    @Test
    void aCpuThatWasChargedForMoreThanTheWindowWasBusyAllTheTime() {
        charge(2, 0, 1900, 900);
        charge(2, 0, 1950, 900);
        windows(1000, 2000);
        MetricBatch batch = batches("cpu_utilization").getFirst();

        assertThat(whole(batch, "total_on_cpu_ns", 0)).isEqualTo(1800);
        assertThat(part(batch, "max_core_pct", 0)).isEqualTo(100);
    }

    @Test
    void cpuTimeIsByCpuWhereThatDimensionIsOn() {
        DimensionSwitches byCpu = new DimensionSwitches(true, true, true, true, true, true);
        AggregateConfig config =
                new AggregateConfig(1000, ValueLimits.DEFAULT, MetricSelection.EVERYTHING, byCpu, List.of());
        Aggregate other = new Aggregate(settings, config, MetricRules.ALL, () -> 4, out);
        charge(2, 0, 500, 100);
        charge(2, 9, 600, 200);
        charge(2, 9, 900, 50);
        EventBatch events = records.batch(0);
        long start = mapping.toEpochNanos(0);
        Window window = new Window(1, mapping, start, start + 1000, Window.NO_SLOT, start, Window.NO_EPOCH);
        other.consume(new WindowedEvents(window, events, 3, true));

        MetricBatch batch = batches("cpu_time").getFirst();
        assertThat(batch.descriptor().indexOf("cpu")).isPresent();
        assertThat(List.of(whole(batch, "cpu", 0), whole(batch, "sum", 0))).containsExactly(0L, 100L);
        assertThat(List.of(whole(batch, "cpu", 1), whole(batch, "sum", 1))).containsExactly(9L, 250L);
        assertThat(batch.eventCount()).isEqualTo(3);
    }

    @Test
    void anExecLeavesOneRowWithBothHalvesOnTheirCpus() {
        charge(2, 0, 500, 100);
        charge(3, 0, 600, 50);
        charge(3, 1, 700, 60);
        EventBatch events = records.batch(0).withTags(process -> Optional.of(new ProcessIdentity(102, 7, "geth")));
        long start = mapping.toEpochNanos(0);
        Window window = new Window(1, mapping, start, start + 1000, Window.NO_SLOT, start, Window.NO_EPOCH);
        aggregate.consume(new WindowedEvents(window, events, 3, true));
        MetricBatch batch = batches("cpu_utilization").getFirst();

        assertThat(batch.size()).isEqualTo(1);
        assertThat(whole(batch, "active_cores", 0)).isEqualTo(2);
        assertThat(whole(batch, "max_core_on_cpu_ns", 0)).isEqualTo(150);
        assertThat(batch.eventCount()).isZero(); // cpu_time answers
    }

    @Test
    void answersForTheEventsWhereCpuTimeIsNotMade() {
        MetricSelection only = new MetricSelection(List.of("cpu_utilization"), List.of());
        Aggregate other = new Aggregate(settings, new AggregateConfig(1000, only), MetricRules.ALL, () -> 4, out);
        charge(2, 0, 500, 0);
        long start = mapping.toEpochNanos(0);
        Window window = new Window(1, mapping, start, start + 1000, Window.NO_SLOT, start, Window.NO_EPOCH);
        other.consume(new WindowedEvents(window, records.batch(0), 1, true));

        assertThat(out.eventCount()).isEqualTo(1);
        assertThat(settings.held()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void figuresAgreeWithEachOtherWhateverComes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            charge(2 + random.nextInt(40), random.nextInt(16), 1000 + random.nextInt(5000), random.nextInt(3000));
        }
        windows(1000, 1700, 3000, 3001, 6001);

        for (MetricBatch batch : batches("cpu_utilization")) {
            for (int row = 0; row < batch.size(); row++) {
                double mean = part(batch, "mean_core_pct", row);
                assertThat(whole(batch, "event_count", row)).isPositive();
                assertThat(whole(batch, "total_on_cpu_ns", row))
                        .isGreaterThanOrEqualTo(whole(batch, "max_core_on_cpu_ns", row));
                assertThat(part(batch, "min_core_pct", row)).isBetween(0.0, mean);
                assertThat(part(batch, "max_core_pct", row)).isBetween(mean, 100.0);
                assertThat(part(batch, "mean_system_pct", row)).isBetween(0.0, mean);
                assertThat(whole(batch, "system_cores", row)).isGreaterThanOrEqualTo(whole(batch, "active_cores", row));
            }
        }
        List<Long> utilization = new ArrayList<>();
        List<Long> cpuTime = new ArrayList<>();
        batches("cpu_utilization").forEach(batch -> utilization.add(sum(batch, "total_on_cpu_ns")));
        batches("cpu_time").forEach(batch -> cpuTime.add(sum(batch, "sum")));
        assertThat(utilization).isEqualTo(cpuTime);
    }

    private static long sum(MetricBatch batch, String column) {
        long sum = 0;
        for (int row = 0; row < batch.size(); row++) {
            sum += whole(batch, column, row);
        }
        return sum;
    }

    @Test
    void percentagesOfManyCpusStayBetweenTheirLeastAndMost() {
        CpuUtilization row = new CpuUtilization(1, 3);
        for (int cpu = 0; cpu < 7; cpu++) {
            row.add(cpu, 1, 1);
        }
        double[] percentages = row.percentages(7);

        assertThat(percentages[0]).isEqualTo(percentages[1]).isEqualTo(percentages[2]);
        assertThat(percentages[0]).isCloseTo(33.33, within(0.01));
    }

    @Test
    void columnsAreThoseOfObservoorAndOneOfOurs() {
        assertThat(CpuUtilization.VALUES)
                .extracting(spec -> spec.name())
                .containsExactly(
                        "total_on_cpu_ns",
                        "event_count",
                        "active_cores",
                        "system_cores",
                        "max_core_on_cpu_ns",
                        "max_core_id",
                        "mean_core_pct",
                        "min_core_pct",
                        "max_core_pct",
                        "mean_system_pct");
        assertThat(CpuUtilization.VALUES.subList(CpuUtilization.INTEGERS, CpuUtilization.VALUES.size()))
                .allMatch(spec -> spec.type() == ColumnType.DOUBLE);
        assertThat(new CpuUtilization(1, 1).integers(1)).hasSize(CpuUtilization.INTEGERS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0-3|4", "0|1", "0-1,4-5,7|5", "0-63,128-191|128"})
    void onlineCoresAreCountedAsTheKernelListsThem(String list, int expected, @TempDir Path directory)
            throws IOException {
        Path online = Files.writeString(directory.resolve("online"), list + "\n");
        assertThat(new OnlineCores(online, clock).getAsInt()).isEqualTo(expected);
    }

    @Test
    void onlineCoresAreReadAgainAfterASecond(@TempDir Path directory) throws IOException {
        Path online = Files.writeString(directory.resolve("online"), "0-3\n");
        OnlineCores cores = new OnlineCores(online, clock);
        assertThat(cores.getAsInt()).isEqualTo(4);

        Files.writeString(online, "0-1\n");
        assertThat(cores.getAsInt()).isEqualTo(4);
        clock.advance(Duration.ofSeconds(1));
        assertThat(cores.getAsInt()).isEqualTo(2);
    }

    @Test
    void whereTheKernelSaysNothingSensibleTheRuntimeDoes(@TempDir Path directory) throws IOException {
        int runtime = Runtime.getRuntime().availableProcessors();
        assertThat(new OnlineCores(directory.resolve("none"), clock).getAsInt()).isEqualTo(runtime);
        Path online = Files.writeString(directory.resolve("online"), "0-3;x");
        assertThat(new OnlineCores(online, clock).getAsInt()).isEqualTo(runtime);
    }
}
