package io.borescope.extension.admin.tap;

import io.borescope.api.telemetry.PipelineTaps.Watch;
import io.borescope.api.time.EngineClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes what a watcher takes, until as many records have been written as were wanted, or whoever reads goes away. */
public final class TapStream {
    /** So often the counts are written: it also shows that nobody reads any more, and that an idle edge is watched. */
    private static final long STATUS_PERIOD_NANOS = 1_000_000_000;

    private final String edge;
    private final RecordWatcher watcher;
    private final Layout layout;
    private final EngineClock clock;
    private final long count;

    /**
     * @param count most records; 0 for any number
     */
    public TapStream(String edge, RecordWatcher watcher, Layout layout, EngineClock clock, long count) {
        this.edge = edge;
        this.watcher = watcher;
        this.layout = layout;
        this.clock = clock;
        this.count = count;
    }

    /** Writes on this thread; ends with the counts. */
    public void writeTo(OutputStream out, Watch watch) throws IOException {
        line(out, status(watch));
        out.flush();
        long statusAtNanos = clock.monotonicNanos() + STATUS_PERIOD_NANOS;
        long written = 0;
        while (!watch.hasFailed() && (count == 0 || written < count)) {
            Fields record = next(statusAtNanos - clock.monotonicNanos());
            if (record != null) {
                line(out, layout.record(record));
                written++;
            }
            if (clock.monotonicNanos() - statusAtNanos >= 0) {
                line(out, status(watch));
                statusAtNanos = clock.monotonicNanos() + STATUS_PERIOD_NANOS;
                out.flush();
            } else if (record != null && watcher.isEmpty()) {
                out.flush();
            }
        }
        line(out, status(watch));
    }

    private String status(Watch watch) {
        return layout.status(edge, watcher.counts(), watch.isConfigured());
    }

    private @Nullable Fields next(long nanos) throws IOException {
        try {
            return watcher.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException("the agent is being closed", closing);
        }
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
