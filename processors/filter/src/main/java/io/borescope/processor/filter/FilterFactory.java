package io.borescope.processor.filter;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.telemetry.Counter;
import java.util.Set;

/** Makes {@code filter} processors. */
public final class FilterFactory implements ProcessorFactory<FilterConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("filter");
    }

    @Override
    public String description() {
        return "Leaves spans, log records, metrics, data points and rows out.";
    }

    @Override
    public Class<FilterConfig> configType() {
        return FilterConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<SignalPath> paths() {
        return Set.of(
                SignalPath.through(Signal.METRICS),
                SignalPath.through(Signal.DATA_POINTS),
                SignalPath.through(Signal.LOGS),
                SignalPath.through(Signal.TRACES));
    }

    @Override
    public boolean stateless() {
        return true;
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, FilterConfig config, Outputs outputs) {
        Rules rules = new Rules(config);
        Signal<?> signal = settings.path().in();
        if (signal == Signal.METRICS) {
            return new RowFilter(settings, rules, outputs.require(Signal.METRICS));
        }
        if (signal == Signal.DATA_POINTS) {
            return new RecordFilter<Metric, PointBatch>(
                    settings, Signal.DATA_POINTS, rules::ofMetric, outputs.require(Signal.DATA_POINTS));
        }
        if (signal == Signal.LOGS) {
            return new RecordFilter<LogRecord, LogBatch>(
                    settings, Signal.LOGS, rules::ofLog, outputs.require(Signal.LOGS));
        }
        return new RecordFilter<Span, SpanBatch>(
                settings, Signal.TRACES, rules::ofSpan, outputs.require(Signal.TRACES));
    }

    /** Counts what is left out. */
    static Counter filtered(ProcessorSettings settings) {
        return settings.ledger().lost("filtered", "Left out, as configured. Filter at the source to save its cost.");
    }
}
