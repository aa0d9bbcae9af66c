package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.Sampling;
import io.borescope.api.event.SyscallEvent;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessTags;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.processor.aggregate.MetricRule.Measure;
import io.borescope.processor.aggregate.MetricRule.Source;
import io.borescope.processor.aggregate.Reference.Figures;
import io.borescope.processor.aggregate.Reference.RowName;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.OwnershipContract;
import io.borescope.testing.TestSettings;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final List<EventType> SYSCALLS =
            List.of(EventType.SYSCALL_READ, EventType.SYSCALL_WRITE, EventType.SYSCALL_FSYNC);

    private final HandClock clock = new HandClock(10 * SECOND, 1_000_000 * SECOND);
    private final TestSettings settings =
            new TestSettings("aggregate", clock).path(Signal.WINDOWED_EVENTS, Signal.METRICS);
    private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
    private final EventRecords records = new EventRecords(4 << 20);
    private Processor<WindowedEvents> processor = aggregate(10_000, List.of(), List.of());
    private long sent;

    private Processor<WindowedEvents> aggregate(int maxKeys, List<String> include, List<String> exclude) {
        return new Aggregate(settings, new AggregateConfig(maxKeys, new MetricSelection(include, exclude)), out);
    }

    private Window window(int number) {
        ClockMapping mapping = clock.mapping();
        long start = mapping.toEpochNanos(number * SECOND);
        return new Window(number, mapping, start, start + SECOND, Window.NO_SLOT, start, Window.NO_EPOCH);
    }

    private void send(Window window, EventBatch events, boolean closing) {
        long answered = 0;
        for (int i = 0; i < events.size(); i++) {
            answered += window.contains(events.timestampNanos(i)) ? 1 : 0;
        }
        sent += answered;
        OwnershipContract.lend(new WindowedEvents(window, events, answered, closing), processor);
    }

    /** Sends what has been written to {@link #records} as a window's only batch. */
    private void sendAll(Window window) {
        send(window, records.batch(window.endMonotonicNanos()), true);
    }

    private MetricBatch only(String metric) {
        List<MetricBatch> found = out.batches().stream()
                .filter(batch -> batch.descriptor().name().equals(metric))
                .toList();
        assertThat(found).as(metric).hasSize(1);
        return found.getFirst();
    }

    private Map<RowName, Figures> rows() {
        return Reference.rowsOf(out.batches());
    }

    private void assertBooksBalance() {
        assertThat(out.eventCount() + settings.lost() + settings.held()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 16", "3, 300", "4, 5000"})
    void agreesWithASimpleReference(long seed, int processes) {
        Random random = new Random(seed);
        Reference reference = new Reference();
        ProcessTags tags = process -> process % 7 == 0 ? Optional.empty() : Optional.of(identity(process));
        for (int number = 1; number <= 3; number++) {
            Window window = window(number);
            for (int batch = 0; batch < 10; batch++) {
                for (int i = 0; i < 700; i++) {
                    writeRandomEvent(random, 1 + random.nextInt(processes), window, reference);
                }
                send(window, records.batch(window.endMonotonicNanos()).withTags(tags), batch == 9);
            }
        }

        assertThat(rows()).isEqualTo(reference.rows());
        assertThat(settings.held()).isZero();
        assertBooksBalance();
    }

    private static ProcessIdentity identity(int process) {
        return new ProcessIdentity(pid(process), pid(process) * 1000L, "client" + pid(process) % 5);
    }

    /** Two numbers share a pid: the process did an exec. */
    private static int pid(int process) {
        return 50_000 + process / 2;
    }

    private void writeRandomEvent(Random random, int process, Window window, Reference reference) {
        long start = window.startMonotonicNanos();
        long time = start + random.nextLong(SECOND);
        long latency = random.nextLong() >>> (20 + random.nextInt(43));
        int pid = pid(process);
        switch (random.nextInt(4)) {
            case 0 -> {
                long pastEnd = random.nextInt(4) == 0 ? SECOND : 0;
                writeCpu(process, time + pastEnd, random.nextLong(3 * SECOND), latency, window, reference);
            }
            case 1 -> {
                records.process(EventType.PROCESS_FORK, process, pid, time, 0, "x", "");
                reference.observe(MetricKind.SUM, key("process_fork", process, window), 1);
            }
            default -> {
                EventType type = SYSCALLS.get(random.nextInt(SYSCALLS.size()));
                records.syscall(type, process, pid, time, latency, 0);
                reference.observe(MetricKind.HISTOGRAM, key(type.label(), process, window), latency);
            }
        }
    }

    private void writeCpu(int process, long time, long span, long slice, Window window, Reference reference) {
        records.cpu(process, pid(process), time, span, slice);
        long from = Math.max(time - span, window.startMonotonicNanos());
        long to = Math.min(time, window.endMonotonicNanos());
        if (to > from || time < window.endMonotonicNanos()) {
            reference.observe(MetricKind.SUM, key("cpu_time", process, window), Math.max(0, to - from));
        }
        if (slice > 0 && time < window.endMonotonicNanos()) {
            reference.observe(MetricKind.HISTOGRAM, key("sched_on_cpu", process, window), slice);
            reference.observe(MetricKind.SUM, key("sched_switch_involuntary", process, window), 1);
        }
    }

    private static RowName key(String metric, int process, Window window) {
        long start = window.startMonotonicNanos();
        return process % 7 == 0
                ? new RowName(metric, start, pid(process), 0, ProcessIdentity.UNKNOWN_CLIENT)
                : new RowName(
                        metric,
                        start,
                        identity(process).pid(),
                        identity(process).startEpochNanos(),
                        identity(process).client());
    }

    @Test
    void anEventCountsForOneMetricOnlyAlthoughItFeedsTwo() {
        records.cpu(2, 100, 2 * SECOND - 5, 1000, 1000).cpu(2, 100, 2 * SECOND - 1, 500, 0);
        sendAll(window(1));

        assertThat(only("cpu_time").eventCount()).isEqualTo(2);
        assertThat(only("sched_on_cpu").eventCount()).isZero();
        assertBooksBalance();
    }

    @Test
    void theSecondMetricAnswersWhereTheFirstIsExcludedAndTheRestIsFiltered() {
        processor = aggregate(10_000, List.of(), List.of("cpu_time", "cpu_utilization", "syscall_read"));
        records.cpu(2, 100, 2 * SECOND - 5, 1000, 1000)
                .cpu(2, 100, 2 * SECOND - 1, 500, 0)
                .syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0);
        sendAll(window(1));

        assertThat(out.batches())
                .extracting(batch -> batch.descriptor().name())
                .containsExactly("sched_on_cpu", "sched_switch_involuntary");
        assertThat(only("sched_on_cpu").eventCount()).isEqualTo(1);
        assertThat(settings.lost("filtered")).isEqualTo(2);
        assertBooksBalance();
    }

    @Test
    void includeMakesNothingElse() {
        processor = aggregate(10_000, List.of("syscall_read"), List.of());
        records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0)
                .syscall(EventType.SYSCALL_WRITE, 2, 100, SECOND, 1, 0);
        sendAll(window(1));

        assertThat(out.batches()).hasSize(1);
        assertThat(only("syscall_read").eventCount()).isEqualTo(1);
        assertBooksBalance();
    }

    @Test
    void aSpanCountsInEachWindowWithTheTimeItHasThere() {
        records.cpu(2, 100, 2 * SECOND + 300, 1000, 1000);
        EventBatch events = records.batch(3 * SECOND);
        send(window(1), events, true);
        send(window(2), events, true);

        assertThat(rows())
                .containsEntry(new RowName("cpu_time", SECOND, 100, 0, "unknown"), new Figures(700, 1, 0, 0, List.of()))
                .containsEntry(
                        new RowName("cpu_time", 2 * SECOND, 100, 0, "unknown"), new Figures(300, 1, 0, 0, List.of()));
        assertThat(out.batches())
                .filteredOn(batch -> batch.descriptor().name().equals("sched_on_cpu"))
                .hasSize(1);
        assertBooksBalance();
    }

    @Test
    void holdsEventsUntilTheirWindowCloses() {
        records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0);
        send(window(1), records.batch(SECOND), false);
        assertThat(settings.held()).isEqualTo(1);
        assertBooksBalance();

        send(window(1), records.batch(2 * SECOND), true);
        assertThat(settings.held()).isZero();
        assertBooksBalance();
    }

    @Test
    void asksForAnUnknownProcessAgainWhenTheWindowCloses() {
        records.syscall(EventType.SYSCALL_READ, 3, 100, SECOND, 1, 0);
        send(window(1), records.batch(SECOND), false);
        send(
                window(1),
                records.batch(2 * SECOND).withTags(process -> Optional.of(new ProcessIdentity(100, 77, "geth"))),
                true);

        assertThat(rows()).containsOnlyKeys(new RowName("syscall_read", SECOND, 100, 77, "geth"));
    }

    @Test
    void keepsTheIdentityOfAProcessThatIsForgottenBeforeTheWindowCloses() {
        records.syscall(EventType.SYSCALL_READ, 3, 100, SECOND, 1, 0);
        send(
                window(1),
                records.batch(SECOND).withTags(process -> Optional.of(new ProcessIdentity(100, 77, "geth"))),
                false);
        send(window(1), records.batch(2 * SECOND), true);

        assertThat(rows()).containsOnlyKeys(new RowName("syscall_read", SECOND, 100, 77, "geth"));
    }

    @Test
    void untrackedProcessesAreKeptApartByPid() {
        records.syscall(EventType.SYSCALL_READ, 0, 100, SECOND, 1, 0)
                .syscall(EventType.SYSCALL_READ, 0, 101, SECOND, 1, 0);
        sendAll(window(1));

        assertThat(rows())
                .containsOnlyKeys(
                        new RowName("syscall_read", SECOND, 100, 0, "unknown"),
                        new RowName("syscall_read", SECOND, 101, 0, "unknown"));
    }

    @Test
    void foldsWhatExceedsTheLimitOfRowsAndKeepsTotalsExact() {
        processor = aggregate(5, List.of(), List.of());
        Random random = new Random(5);
        long sum = 0;
        for (int i = 0; i < 2000; i++) {
            long latency = random.nextInt(1_000_000);
            sum += latency;
            int process = 1 + random.nextInt(40);
            records.syscall(EventType.SYSCALL_READ, process, process, SECOND + i, latency, 0);
        }
        records.process(EventType.PROCESS_EXIT, 99, 99, SECOND, 0, "x", "");
        sendAll(window(1));

        MetricBatch reads = only("syscall_read");
        assertThat(reads.size()).isEqualTo(6);
        Map<RowName, Figures> rows = rows();
        RowName others = new RowName("syscall_read", SECOND, 0, 0, "__other__");
        assertThat(rows).containsKey(others);
        assertThat(Objects.requireNonNull(rows.get(others)).count() + 1).isEqualTo(settings.counted("folded_events"));
        assertThat(total(reads, "sum")).isEqualTo(sum);
        assertThat(total(reads, "count")).isEqualTo(2000);
        assertThat(rows).containsKey(new RowName("process_exit", SECOND, 0, 0, "__other__"));
        assertBooksBalance();
    }

    private static long total(MetricBatch batch, String column) {
        LongColumn values = batch.require(column, LongColumn.class);
        long sum = 0;
        for (int row = 0; row < values.size(); row++) {
            sum += values.get(row);
        }
        return sum;
    }

    @Test
    void typesThatNoMetricKnowsAreCounted() {
        records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0)
                .u16(20, 200)
                .syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0)
                .u16(20, 0xFFFF);
        sendAll(window(1));

        assertThat(settings.lost("unknown_event")).isEqualTo(2);
        assertThat(out.batches()).isEmpty();
        assertBooksBalance();
    }

    @Test
    void reportsWhatWasLostEvenWhereThereAreNoRows() {
        long[] lost = new long[EventType.ID_LIMIT];
        lost[EventType.SYSCALL_READ.id()] = 4;
        lost[200] = 3;
        send(window(1), records.batch(2 * SECOND).withLost(lost), false);
        send(window(1), records.batch(2 * SECOND), true);

        assertThat(out.batches()).hasSize(1);
        MetricBatch batch = only("lost_events");
        TextColumn types = batch.require("event_type", TextColumn.class);
        assertThat(List.of(types.get(0), types.get(1))).containsExactly("syscall_read", "event_200");
        assertThat(total(batch, "sum")).isEqualTo(7);
        assertThat(total(batch, "count")).isEqualTo(7);
        assertThat(batch.eventCount()).isZero();
    }

    @Test
    void eachMetricCarriesTheLossOfItsOwnEvents() {
        long[] lost = {0, 4, 9};
        records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0);
        send(window(1), records.batch(2 * SECOND).withLost(lost), true);

        assertThat(only("syscall_read").lostEvents()).isEqualTo(4);
        assertThat(only("lost_events").lostEvents()).isZero();
    }

    private static EventSampling sampled(EventType type, double rate) {
        return EventSampling.of(Map.of(type, new Sampling(Sampling.Mode.PROBABILITY, rate)));
    }

    /** What the rows of a metric say about sampling, with their counts. */
    private List<String> samplingOf(String metric) {
        MetricBatch batch = only(metric);
        TextColumn modes = batch.require("sampling_mode", TextColumn.class);
        DoubleColumn rates = batch.require("sampling_rate", DoubleColumn.class);
        LongColumn counts = batch.require("count", LongColumn.class);
        return IntStream.range(0, batch.size())
                .mapToObj(row -> modes.get(row) + " " + rates.get(row) + ": " + counts.get(row))
                .toList();
    }

    @Test
    void rowsSayHowTheirEventsAreSampled() {
        records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0)
                .syscall(EventType.SYSCALL_WRITE, 2, 100, SECOND, 1, 0);
        send(window(1), records.batch(2 * SECOND).withSampling(sampled(EventType.SYSCALL_READ, 0.25)), true);

        assertThat(samplingOf("syscall_read")).containsExactly("probability 0.25: 1");
        assertThat(samplingOf("syscall_write")).containsExactly("none 1.0: 1");
    }

    @Test
    void figuresOfSourcesThatAreSampledDifferentlyDoNotMeetInOneRow() {
        for (double rate : new double[] {0.5, 0.25, 0.5}) {
            records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0)
                    .syscall(EventType.SYSCALL_WRITE, 2, 100, SECOND, 1, 0);
            send(window(1), records.batch(SECOND).withSampling(sampled(EventType.SYSCALL_READ, rate)), false);
        }
        send(window(1), records.batch(2 * SECOND), true);

        assertThat(samplingOf("syscall_read")).containsExactly("probability 0.5: 2", "probability 0.25: 1");
        assertThat(samplingOf("syscall_write")).containsExactly("none 1.0: 3");
        assertBooksBalance();
    }

    /** The byte after the type, see {@link EventBatch}. */
    private static final int LEVEL = 21;

    @Test
    void figuresBeforeAndAfterAChangeOfSamplingDoNotMeetInOneRow() {
        EventSampling sampling = sampled(EventType.SYSCALL_READ, 0.5);
        for (int level : new int[] {0, 2, 2, 0}) {
            records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0)
                    .u8(LEVEL, level)
                    .syscall(EventType.SYSCALL_WRITE, 2, 100, SECOND, 1, 0)
                    .u8(LEVEL, level);
        }
        long[] lost = new long[EventType.ID_LIMIT];
        lost[EventType.SYSCALL_READ.id()] = 4;
        send(window(1), records.batch(SECOND).withSampling(sampling), false);
        EventSampling thinned = sampling.withLevel(EventType.SYSCALL_READ, 2);
        send(window(1), records.batch(2 * SECOND).withSampling(thinned).withLost(lost), true);

        assertThat(samplingOf("syscall_read")).containsExactly("probability 0.5: 2", "probability 0.125: 2");
        assertThat(samplingOf("syscall_write")).containsExactly("none 1.0: 2", "probability 0.25: 2");
        assertThat(samplingOf("lost_events")).containsExactly("probability 0.125: 4");
    }

    /** A later version may know more levels; what such an event stands for is unknown here. */
    @Test
    void eventsOfAnUnknownLevelAreNamedAsLost() {
        records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0).u8(LEVEL, EventSampling.LEVELS);
        sendAll(window(1));
        assertThat(settings.lost("unknown_event")).isEqualTo(1);
    }

    @Test
    void lossSaysHowItsEventsAreSampled() {
        long[] lost = new long[EventType.ID_LIMIT];
        lost[EventType.SYSCALL_READ.id()] = 4;
        send(window(1), records.batch(SECOND).withLost(lost), false);
        EventBatch sampled = records.batch(SECOND).withSampling(sampled(EventType.SYSCALL_READ, 0.5));
        send(window(1), sampled.withLost(lost), false);
        send(window(1), sampled.withLost(lost), true);

        assertThat(samplingOf("lost_events")).containsExactly("none 1.0: 4", "probability 0.5: 8");
    }

    @Test
    void whatTheKernelDoesForNobodyInParticularHasARowOfItsOwn() {
        records.event(EventType.DISK_IO, DiskEvent.BYTES, EventBatch.KERNEL_PROCESS, 33, SECOND)
                .event(EventType.DISK_IO, DiskEvent.BYTES, EventBatch.KERNEL_PROCESS, 34, SECOND)
                .event(EventType.DISK_IO, DiskEvent.BYTES, 0, 35, SECOND);
        sendAll(window(1));

        assertThat(rows().keySet())
                .filteredOn(row -> row.metric().equals("disk_latency"))
                .containsExactlyInAnyOrder(
                        new RowName("disk_latency", SECOND, 0, 0, "unknown"),
                        new RowName("disk_latency", SECOND, 35, 0, "unknown"));
        assertThat(rows().get(new RowName("disk_latency", SECOND, 0, 0, "unknown")))
                .returns(2L, Figures::count);
    }

    @Test
    void theKernelIsCalledAsTheTagsSay() {
        records.event(EventType.DISK_IO, DiskEvent.BYTES, EventBatch.KERNEL_PROCESS, 33, SECOND);
        EventBatch events =
                records.batch(2 * SECOND).withTags(process -> Optional.of(new ProcessIdentity(0, 0, "__kernel__")));
        send(window(1), events, true);

        assertThat(rows()).containsKey(new RowName("disk_latency", SECOND, 0, 0, "__kernel__"));
    }

    @Test
    void whoeverExceedsTheLimitOfRowsIsStillToldApartByDimensions() {
        processor = aggregate(1, List.of("disk_bytes"), List.of());
        for (int i = 0; i < 6; i++) {
            records.event(EventType.DISK_IO, DiskEvent.BYTES, 2 + i, 100 + i, SECOND)
                    .u32(DiskEvent.DATA_BYTES, 10)
                    .u8(DiskEvent.OPERATION, i % 2);
        }
        sendAll(window(1));

        MetricBatch bytes = only("disk_bytes");
        TextColumn operations = bytes.require("rw", TextColumn.class);
        TextColumn clients = bytes.require("client_type", TextColumn.class);
        LongColumn sums = bytes.require("sum", LongColumn.class);
        assertThat(IntStream.range(0, bytes.size())
                        .mapToObj(row -> clients.get(row) + " " + operations.get(row) + " " + sums.get(row)))
                .containsExactly("unknown read 10", "__other__ write 30", "__other__ read 20");
        assertBooksBalance();
    }

    @Test
    void aQuietWindowMakesNoBatch() {
        send(window(1), records.batch(2 * SECOND), true);

        assertThat(out.batches()).isEmpty();
    }

    @Test
    void aClosedWindowLeavesNothingToTheNext() {
        records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0);
        sendAll(window(1));
        out.take();
        records.syscall(EventType.SYSCALL_WRITE, 2, 100, 2 * SECOND, 1, 0);
        sendAll(window(2));

        assertThat(rows()).containsOnlyKeys(new RowName("syscall_write", 2 * SECOND, 100, 0, "unknown"));
    }

    @Test
    void rowsCarryTheBordersOfTheClosingBatch() {
        Window window = window(1);
        records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0);
        send(window, records.batch(SECOND), false);
        Window ended = window.withEnd(window.startEpochNanos() + 5);
        send(ended, records.batch(SECOND), true);

        assertThat(only("syscall_read").window()).isEqualTo(ended);
    }

    @Test
    void closeReportsOpenWindowsOnce() {
        records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0);
        send(window(1), records.batch(SECOND), false);
        processor.close();
        processor.close();

        assertThat(only("syscall_read").eventCount()).isEqualTo(1);
        assertBooksBalance();
    }

    @Test
    void aLatencyBeyondALongCountsAsTheLargest() {
        records.syscall(EventType.SYSCALL_READ, 2, 100, SECOND, -1, 0)
                .syscall(EventType.SYSCALL_READ, 2, 100, SECOND, 1, 0);
        sendAll(window(1));

        assertThat(rows().get(new RowName("syscall_read", SECOND, 100, 0, "unknown")))
                .isEqualTo(new Figures(
                        Long.MAX_VALUE, 2, 1, Long.MAX_VALUE, List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L)));
        assertThat(settings.counted("saturated_sums")).isEqualTo(1);
    }

    @Test
    void aGaugeIsOneMoreRowOfTheTable() {
        MetricRule gauge = MetricRule.gauge(
                "test_gauge",
                "A level, for this test.",
                "By",
                Source.of(EventType.TCP_STATE, Measure.FIELD, Field.u64(SyscallEvent.LATENCY_NANOS)));
        processor = new Aggregate(
                settings, new AggregateConfig(100, MetricSelection.EVERYTHING), List.of(gauge), () -> 1, out);
        records.syscall(EventType.TCP_STATE, 2, 100, SECOND, 30, 0).syscall(EventType.TCP_STATE, 2, 100, SECOND, 10, 0);
        sendAll(window(1));

        assertThat(only("test_gauge").descriptor().kind()).isEqualTo(MetricKind.GAUGE);
        assertThat(rows()).containsValue(new Figures(40, 2, 10, 30, List.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 256, 4096})
    void allocatesNothingPerEvent(int processes) {
        Random random = new Random(1);
        for (int i = 0; i < 8192; i++) {
            int process = 1 + random.nextInt(processes);
            if (i % 4 == 0) {
                records.cpu(process, process, SECOND + i, 10, 10);
            } else if (i % 4 == 1) {
                records.event(EventType.DISK_IO, DiskEvent.BYTES, process, process, SECOND + i)
                        .u8(DiskEvent.OPERATION, i % 3);
            } else if (i % 4 == 2) {
                records.event(EventType.NET_RX, NetEvent.BYTES, process, process, SECOND + i)
                        .u8(NetEvent.HAS_TCP_METRICS, i % 3);
            } else {
                records.syscall(SYSCALLS.get(i % 3), process, process, SECOND + i, random.nextInt(100_000), 0);
            }
        }
        processor = aggregate(100_000, List.of(), List.of());
        EventBatch events = records.batch(2 * SECOND).withSampling(sampled(EventType.NET_RX, 0.5));
        WindowedEvents batch = new WindowedEvents(window(1), events, 8192, false);
        for (int i = 0; i < 100; i++) {
            processor.consume(batch);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 50; i++) {
            processor.consume(batch);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated / 50).as("bytes per batch of 8,192 events").isLessThan(512);
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> aggregate(10_000, List.of(), List.of()));
    }
}
