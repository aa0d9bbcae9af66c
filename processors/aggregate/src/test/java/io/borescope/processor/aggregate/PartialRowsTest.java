package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.FaultEvent;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.PartialEvents;
import io.borescope.api.event.RunqueueEvent;
import io.borescope.api.event.SyscallEvent;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.time.WindowBorders;
import io.borescope.processor.slotwindow.SlotWindowConfig;
import io.borescope.processor.slotwindow.SlotWindowFactory;
import io.borescope.testing.Collected;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.OneOutput;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether events come one by one or added up, they make the same rows: every column of every row. */
class PartialRowsTest {
    private static final long MILLI = 1_000_000;
    private static final long START = 3_600_000 * MILLI;
    private static final EventType[] TYPES = {
        EventType.SYSCALL_READ,
        EventType.SYSCALL_FUTEX,
        EventType.FD_OPEN,
        EventType.FD_CLOSE,
        EventType.SCHED_SWITCH,
        EventType.SCHED_SWITCH,
        EventType.SCHED_RUNQUEUE,
        EventType.NET_TX,
        EventType.NET_RX,
        EventType.PAGE_FAULT
    };

    /** What a pipeline has. */
    private static final class Chain {
        private final HandClock clock = new HandClock(START, 1000 * START);
        private final TestSettings windowSettings =
                new TestSettings("slot_window", clock).path(Signal.EVENTS, Signal.WINDOWED_EVENTS);
        private final TestSettings settings =
                new TestSettings("aggregate", clock).path(Signal.WINDOWED_EVENTS, Signal.METRICS);
        private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
        private final WindowBorders borders = new WindowBorders();
        private final Processor<WindowedEvents> aggregate;
        private final Processor<EventBatch> slotWindow;

        @SuppressWarnings("unchecked") // the factory's only path takes events
        Chain(MetricSelection selection) throws Exception {
            windowSettings.services().publish(WindowBorders.class, borders);
            aggregate = new Aggregate(settings, new AggregateConfig(10_000, selection), out);
            slotWindow = (Processor<EventBatch>) new SlotWindowFactory()
                    .create(
                            windowSettings,
                            new SlotWindowConfig(
                                    Duration.ofMillis(100), null, Duration.ofSeconds(10), Duration.ofSeconds(30), 256),
                            new OneOutput<>(Signal.WINDOWED_EVENTS, aggregate));
            slotWindow.start();
            slotWindow.consume(new EventRecords(64).batch(START));
        }

        List<String> rows() throws Exception {
            slotWindow.close();
            aggregate.close();
            List<String> rows = new ArrayList<>();
            for (MetricBatch batch : out.batches()) {
                for (int row = 0; row < batch.size(); row++) {
                    rows.add(row(batch, row));
                }
            }
            rows.sort(null);
            return rows;
        }

        private static String row(MetricBatch batch, int row) {
            StringBuilder text = new StringBuilder();
            text.append(batch.window().startEpochNanos())
                    .append(' ')
                    .append(batch.window().endEpochNanos())
                    .append(' ')
                    .append(batch.descriptor().name());
            for (Column column : batch.columns()) {
                text.append(' ').append(value(column, row));
            }
            return text.append(" of ").append(batch.eventCount()).toString();
        }

        private static String value(Column column, int row) {
            return switch (column) {
                case LongColumn longs -> Long.toString(longs.get(row));
                case DoubleColumn doubles -> Double.toString(doubles.get(row));
                case TextColumn texts -> texts.get(row);
                case LongListColumn lists -> {
                    long[] values = new long[lists.width()];
                    Arrays.setAll(values, i -> lists.get(row, i));
                    yield Arrays.toString(values);
                }
                default -> "";
            };
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rowsAreTheSame(long seed) throws Exception {
        Chain events = new Chain(MetricSelection.EVERYTHING);
        Chain partials = new Chain(MetricSelection.EVERYTHING);
        EventRecords records = new EventRecords(1 << 21);
        AddedUp added = new AddedUp(partials.borders);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            write(records, random);
        }
        EventBatch batch = records.batch(START + 2000 * MILLI);
        added.add(batch);
        EventBatch together = added.batch(new EventRecords(1 << 25), START + 2000 * MILLI);

        assertThat(together.size()).isLessThan(batch.size());
        assertThat(together.eventCount()).isEqualTo(batch.size());
        move(events, batch);
        move(partials, together.owned());
        assertThat(partials.settings.held()).isEqualTo(events.settings.held());

        assertThat(partials.rows()).isEqualTo(events.rows());
        assertThat(partials.settings.held()).isZero();
        assertThat(partials.settings.lost()).isEqualTo(events.settings.lost());
        assertThat(partials.windowSettings.lost()).isZero();
    }

    private static void move(Chain chain, EventBatch batch) {
        chain.clock.moveTo(batch.watermarkNanos());
        chain.slotWindow.consume(batch);
    }

    private static void write(EventRecords records, Random random) {
        EventType type = TYPES[random.nextInt(TYPES.length)];
        int process = 1 + random.nextInt(20);
        long time = START + 150 * MILLI + random.nextLong(1800 * MILLI);
        long nanos = (long) Math.pow(10, random.nextDouble() * 12);
        switch (type) {
            case SCHED_SWITCH -> {
                long flags = random.nextInt(3) == 0 ? 0 : CpuEvent.ENDED | random.nextInt(2) * CpuEvent.VOLUNTARY;
                records.event(type, CpuEvent.BYTES, process, process, time)
                        .u16(22, random.nextInt(4))
                        .u64(CpuEvent.SPAN_NANOS, random.nextLong(130 * MILLI))
                        .u64(CpuEvent.SLICE_NANOS, flags == 0 ? 0 : nanos)
                        .u32(CpuEvent.FLAGS, (int) flags);
            }
            case SCHED_RUNQUEUE ->
                records.event(type, RunqueueEvent.BYTES, process, process, time)
                        .u64(RunqueueEvent.RUNQUEUE_NANOS, random.nextBoolean() ? nanos : 0)
                        .u64(RunqueueEvent.OFF_CPU_NANOS, random.nextBoolean() ? nanos / 2 : 0);
            case NET_TX, NET_RX -> writeTransfer(records, random, type, process, time);
            case PAGE_FAULT ->
                records.event(type, FaultEvent.BYTES, process, process, time)
                        .u64(FaultEvent.LATENCY_NANOS, random.nextBoolean() ? nanos : 0)
                        .u32(FaultEvent.MAJOR, random.nextInt(2));
            case FD_OPEN, FD_CLOSE ->
                records.event(type, SyscallEvent.BYTES, process, process, time)
                        .u64(SyscallEvent.RESULT, random.nextBoolean() ? -1 : 0);
            default -> records.syscall(type, process, process, time, nanos, 0);
        }
    }

    private static void writeTransfer(EventRecords records, Random random, EventType type, int process, long time) {
        records.event(type, NetEvent.BYTES, process, process, time)
                .u32(NetEvent.DATA_BYTES, random.nextInt(100_000))
                .u16(NetEvent.LOCAL_PORT, random.nextInt(3))
                .u16(NetEvent.REMOTE_PORT, random.nextInt(3))
                .u8(NetEvent.RECEIVE, type == EventType.NET_RX ? 1 : 0)
                .u8(NetEvent.TRANSPORT, random.nextInt(3));
        if (random.nextInt(4) == 0) {
            records.u8(NetEvent.HAS_TCP_METRICS, 1)
                    .u32(NetEvent.SRTT_MICROS, 1 + random.nextInt(1000))
                    .u32(NetEvent.CWND, 1 + random.nextInt(100));
        }
    }

    @Test
    void thoseForWhomTheKernelHadNoRoomAreEverybodyElse() throws Exception {
        Chain chain = new Chain(MetricSelection.EVERYTHING);
        EventRecords records = new EventRecords(1 << 12);
        records.event(EventType.FD_OPEN, PartialEvents.BYTES, EventBatch.OTHER_PROCESSES, 0, START + 5 * MILLI)
                .u64(PartialEvents.EVENTS, 7);
        move(chain, records.batch(START + 10 * MILLI).withPartials(true));

        assertThat(chain.rows())
                .singleElement()
                .asString()
                .contains(" fd_open 0 0 __other__ ")
                .endsWith(" of 7");
    }

    @Test
    void whatNoSelectedMetricTakesIsCountedByItsEvents() throws Exception {
        Chain chain = new Chain(new MetricSelection(List.of("fd_open_failed"), List.of()));
        EventRecords records = new EventRecords(1 << 12);
        records.event(EventType.FD_OPEN, PartialEvents.BYTES, 2, 2, START + 5 * MILLI)
                .u64(PartialEvents.EVENTS, 7);
        records.event(EventType.FD_OPEN, PartialEvents.BYTES, 2, 2, START + 5 * MILLI)
                .u64(SyscallEvent.RESULT, -1)
                .u64(PartialEvents.EVENTS, 3);
        move(chain, records.batch(START + 10 * MILLI).withPartials(true));

        assertThat(chain.rows())
                .singleElement()
                .asString()
                .contains(" fd_open_failed ")
                .endsWith(" of 3");
        assertThat(chain.settings.lost("filtered")).isEqualTo(7);
    }
}
