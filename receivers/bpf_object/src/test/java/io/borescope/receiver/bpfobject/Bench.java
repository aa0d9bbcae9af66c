package io.borescope.receiver.bpfobject;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.testing.Collected;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A receiver on the kernel's clock whose thread is turned by hand, and what it has handed on. */
final class Bench implements AutoCloseable {
    /** Wall time when the monotonic clock began, in tests. */
    private static final long BOOT = 1_767_607_200_000_000_000L;

    final HandClock clock = new HandClock(System.nanoTime(), BOOT + System.nanoTime());
    final TestSettings settings = new TestSettings("bpf_object/test", clock);
    final Collected<MetricBatch> metrics = new Collected<>(Signal.METRICS);
    final Collected<LogBatch> logs = new Collected<>(Signal.LOGS);
    private final BpfObjectReceiver receiver;

    private Bench(BpfObjectConfig config, Signal<?>... wanted) {
        this.receiver = new BpfObjectReceiver(settings, config, new Outputs() {
            @Override
            public <B extends Batch> Optional<BatchConsumer<B>> find(Signal<B> signal) {
                if (!List.of(wanted).contains(signal)) {
                    return Optional.empty();
                }
                return metrics.find(signal).or(() -> logs.find(signal));
            }
        });
    }

    static Bench start(BpfObjectConfig config, Signal<?>... wanted) throws Exception {
        Bench bench = new Bench(config, wanted);
        bench.receiver.start();
        return bench;
    }

    /** Lets time pass up to now, and the receiver do all there is to do. */
    void crank() throws Exception {
        do {
            clock.moveTo(System.nanoTime());
        } while (settings.crank() > 0);
    }

    /** Rows of a metric, added up: a column by the text of another. */
    SortedMap<String, Long> sums(String metric, String column, String by) {
        SortedMap<String, Long> sums = new TreeMap<>();
        for (MetricBatch batch : metrics.batches()) {
            if (batch.descriptor().name().equals(metric)) {
                LongColumn values = batch.require(column, LongColumn.class);
                IntStream.range(0, batch.size())
                        .forEach(row -> sums.merge(text(batch, by, row), values.get(row), Long::sum));
            }
        }
        return sums;
    }

    private static String text(MetricBatch batch, String column, int row) {
        if (column.isEmpty()) {
            return "";
        }
        return batch.find(column, TextColumn.class)
                .map(texts -> texts.get(row))
                .orElseGet(() ->
                        Long.toString(batch.require(column, LongColumn.class).get(row)));
    }

    /** The buckets of a metric, all series added up. */
    List<Integer> histogram(String metric) {
        List<Integer> buckets = new ArrayList<>();
        for (MetricBatch batch : metrics.batches()) {
            if (batch.descriptor().name().equals(metric)) {
                LongListColumn column = batch.require("histogram", LongListColumn.class);
                for (int i = 0; i < batch.descriptor().bounds().size() + 1; i++) {
                    int bucket = i;
                    long sum = IntStream.range(0, batch.size())
                            .mapToLong(row -> column.get(row, bucket))
                            .sum();
                    buckets.add((int) sum);
                }
            }
        }
        return buckets;
    }

    List<LogRecord> records() {
        return logs.batches().stream()
                .flatMap(batch -> batch.groups().stream())
                .flatMap(group -> group.records().stream())
                .toList();
    }

    @Override
    public void close() {
        clock.moveTo(System.nanoTime());
        receiver.close();
    }
}
