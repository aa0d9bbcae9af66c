package io.borescope.extension.admin.tap;

import io.borescope.api.Batch;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.time.ClockMapping;

/** Takes the records of a batch of any signal apart, one after the other, for as long as somebody wants more. */
final class RecordReader {
    /** Takes records. */
    interface Sink {
        /** Whether to take the next one apart. */
        boolean wantsMore();

        /** A record; nothing of its batch is referred to. */
        void take(Fields record);
    }

    private RecordReader() {}

    /**
     * Reads a batch; one of a signal that is not known here has no records.
     *
     * @param clock turns the kernel's time into wall time
     */
    static void read(Batch batch, ClockMapping clock, Sink sink) {
        switch (batch) {
            case EventBatch events -> readEvents(events, clock, sink);
            case WindowedEvents windowed -> readWindow(windowed, sink);
            case MetricBatch metrics -> readRows(metrics, sink);
            case SpanBatch spans -> readSpans(spans, sink);
            case LogBatch logs -> readLogs(logs, sink);
            case PointBatch points -> readPoints(points, sink);
            default -> {}
        }
    }

    private static void readEvents(EventBatch events, ClockMapping clock, Sink sink) {
        for (int i = 0; i < events.size() && sink.wantsMore(); i++) {
            sink.take(EventFields.of(events, i, clock));
        }
    }

    private static void readWindow(WindowedEvents windowed, Sink sink) {
        EventBatch events = windowed.events();
        String start = Times.text(windowed.window().startEpochNanos());
        for (int i = 0; i < events.size() && sink.wantsMore(); i++) {
            sink.take(EventFields.of(events, i, windowed.window().mapping()).put("window", start));
        }
    }

    private static void readRows(MetricBatch metrics, Sink sink) {
        for (int i = 0; i < metrics.size() && sink.wantsMore(); i++) {
            sink.take(RowFields.of(metrics, i));
        }
    }

    private static void readSpans(SpanBatch spans, Sink sink) {
        for (Group<Span> group : spans.groups()) {
            for (Span span : group.records()) {
                if (!sink.wantsMore()) {
                    return;
                }
                sink.take(OtelFields.of(group, span));
            }
        }
    }

    private static void readLogs(LogBatch logs, Sink sink) {
        for (Group<LogRecord> group : logs.groups()) {
            for (LogRecord log : group.records()) {
                if (!sink.wantsMore()) {
                    return;
                }
                sink.take(OtelFields.of(group, log));
            }
        }
    }

    private static void readPoints(PointBatch points, Sink sink) {
        for (Group<Metric> group : points.groups()) {
            for (Metric metric : group.records()) {
                for (Point<?> point : metric.data().points()) {
                    if (!sink.wantsMore()) {
                        return;
                    }
                    sink.take(OtelFields.of(group, metric, point));
                }
            }
        }
    }
}
