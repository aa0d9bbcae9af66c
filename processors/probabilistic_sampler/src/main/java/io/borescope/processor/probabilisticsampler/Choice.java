package io.borescope.processor.probabilisticsampler;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.Value;
import java.util.OptionalDouble;

/** Which records are kept. Thread-safe. */
final class Choice {
    private static final String SPAN_PRIORITY = "sampling.priority";
    private static final double ALL = 100;

    private final ProbabilisticSamplerConfig config;
    private final TraceHash hash;

    Choice(ProbabilisticSamplerConfig config) {
        this.config = config;
        this.hash = new TraceHash(config.hashSeed().intValue());
    }

    /** Whether a span is kept. A priority of its own, 0 or another, wins. */
    boolean keepsSpan(Span span) {
        OptionalDouble priority = number(span.attributes(), SPAN_PRIORITY);
        if (priority.isPresent()) {
            return priority.getAsDouble() != 0;
        }
        return span.trace().isValid() ? hash.chooses(span.trace(), config.percentage()) : !config.failClosed();
    }

    /** Whether a log record is kept. A priority of its own is a percentage. */
    boolean keepsLog(LogRecord log) {
        double percentage = number(log.attributes(), config.samplingPriority()).orElse(config.percentage());
        if (percentage >= ALL || percentage <= 0) {
            return percentage > 0;
        }
        if (config.hashesTraces() && log.trace().isValid()) {
            return hash.chooses(log.trace(), percentage);
        }
        Value value = log.attributes().get(config.fromAttribute());
        return value == null ? !config.failClosed() : hash.chooses(value.asText(), percentage);
    }

    private static OptionalDouble number(Attributes attributes, String name) {
        Value value = attributes.get(name);
        return switch (value) {
            case Value.Int integer -> OptionalDouble.of((double) integer.value());
            case Value.Real real -> OptionalDouble.of(real.value());
            case null, default -> OptionalDouble.empty();
        };
    }
}
