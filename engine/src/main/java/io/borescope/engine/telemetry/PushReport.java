package io.borescope.engine.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exporter of the SDK whose first failure, and first success after it, are told in the agent's log. */
final class PushReport implements MetricExporter {
    private static final Logger log = LoggerFactory.getLogger(PushReport.class);

    private final MetricExporter exporter;
    private final String name;
    private final AtomicBoolean failing = new AtomicBoolean();

    PushReport(MetricExporter exporter, String name) {
        this.exporter = exporter;
        this.name = name;
    }

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
        CompletableResultCode result = exporter.export(metrics);
        return result.whenComplete(() -> report(result));
    }

    private void report(CompletableResultCode result) {
        if (!result.isSuccess() && failing.compareAndSet(false, true)) {
            Throwable cause = result.getFailureThrowable();
            log.warn(
                    "The agent's own metrics do not arrive: {}: {}. The next push has the sums of all before it.",
                    name,
                    cause == null ? "the backend refused them" : cause.getMessage());
        } else if (result.isSuccess() && failing.compareAndSet(true, false)) {
            log.info("The agent's own metrics arrive again: {}", name);
        }
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
        return exporter.getAggregationTemporality(type);
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
