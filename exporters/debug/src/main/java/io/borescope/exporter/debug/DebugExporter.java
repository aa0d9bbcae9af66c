package io.borescope.exporter.debug;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.event.EventBatch;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.OtelBatch;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Prints windows, events and records of OpenTelemetry. Thread-safe. The metrics of a window arrive one batch after the other, so a window is printed a moment after
 * its first batch, by a thread of this exporter.
 */
final class DebugExporter implements Exporter {
    /** Batches in memory are bounded by printing early. */
    private static final int MAX_PENDING_ROWS = 100_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Tells windows apart. */
    private record WindowKey(long sequence, long startEpochNanos) {}

    private final ExporterSettings settings;
    private final DebugExporterConfig config;
    private final PrintStream out;
    private final WindowReport windowReport;
    private final EventReport eventReport;
    private final RecordReport recordReport;
    private final SequencedMap<WindowKey, List<MetricBatch>> pending = new LinkedHashMap<>();
    private int pendingRows;
    private long lastSecond;
    private long batchesOfSecond;
    private @Nullable ScheduledExecutorService printer;

    /**
     * @param out stays open
     */
    DebugExporter(ExporterSettings settings, DebugExporterConfig config, PrintStream out) {
        this.settings = settings;
        this.config = config;
        this.out = out;
        Values values = new Values(out.charset());
        this.windowReport = new WindowReport(values, config.verbosity(), config.maxRows());
        this.eventReport = new EventReport(config.verbosity(), config.maxRows());
        this.recordReport = new RecordReport(values, config.verbosity(), config.maxRows());
    }

    @Override
    public synchronized void start() {
        printer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(settings.id().toString()).factory());
    }

    @Override
    public synchronized ExportResult export(List<? extends Batch> batches) throws ExportException {
        for (Batch batch : batches) {
            switch (batch) {
                case MetricBatch metrics -> add(metrics);
                case EventBatch events ->
                    out.print(eventReport.of(events, settings.clock().mapping()));
                case OtelBatch<?> records -> print(records);
                default -> throw new IllegalArgumentException("cannot print " + batch.signal());
            }
        }
        if (pendingRows > MAX_PENDING_ROWS || config.flushInterval().isZero()) {
            printAll();
        }
        if (out.checkError()) {
            throw ExportException.permanent(config.output().name().toLowerCase(Locale.ROOT) + " is closed", null);
        }
        return ExportResult.ACCEPTED;
    }

    private void print(OtelBatch<?> batch) {
        long second = settings.clock().monotonicNanos() / NANOS_PER_SECOND;
        batchesOfSecond = second == lastSecond ? batchesOfSecond + 1 : 1;
        lastSecond = second;
        if (config.sampling().includes(batchesOfSecond)) {
            out.print(recordReport.of(batch));
        }
    }

    private void add(MetricBatch batch) {
        WindowKey key = new WindowKey(batch.window().sequence(), batch.window().startEpochNanos());
        List<MetricBatch> window = pending.get(key);
        if (window == null) {
            window = new ArrayList<>();
            pending.put(key, window);
            if (printer != null) {
                var _ = printer.schedule(
                        () -> printOrReport(key), config.flushInterval().toNanos(), TimeUnit.NANOSECONDS);
            }
        }
        window.add(batch);
        pendingRows += batch.size();
    }

    private synchronized void print(WindowKey key) {
        List<MetricBatch> window = pending.remove(key);
        if (window != null) {
            window.forEach(batch -> pendingRows -= batch.size());
            out.print(windowReport.of(window));
            out.flush();
        }
    }

    /** A task's exception would vanish in the executor. */
    private void printOrReport(WindowKey key) {
        try {
            print(key);
        } catch (RuntimeException e) {
            settings.status().recoverable("cannot print a window: " + e);
        }
    }

    private void printAll() {
        List.copyOf(pending.keySet()).forEach(this::print);
    }

    @Override
    public synchronized void close() {
        printAll();
        if (printer != null) {
            printer.shutdownNow();
            printer = null;
        }
    }
}
