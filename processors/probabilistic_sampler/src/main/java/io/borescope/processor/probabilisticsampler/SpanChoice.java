package io.borescope.processor.probabilisticsampler;

import io.borescope.api.otel.Span;
import io.borescope.api.otel.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides on spans, which say in {@code tracestate} how they have been sampled. Thread-safe. */
final class SpanChoice {
    private static final String PRIORITY = "sampling.priority";

    private final Choice choice;

    SpanChoice(Choice choice) {
        this.choice = choice;
    }

    /** The span as it is handed on; nothing if it is left out. */
    Optional<Span> decide(Span span) {
        Threshold priority = priority(span.attributes().get(PRIORITY));
        Optional<TraceState> state = TraceState.parse(span.traceState());
        if (state.isEmpty()) {
            boolean kept = !Threshold.NEVER.equals(priority) && choice.keepsUndecided(priority);
            return kept ? Optional.of(span) : Optional.empty();
        }
        TraceState before = state.get();
        byte[] hashed = span.trace().isValid() ? TraceHash.bytes(span.trace()) : null;
        return choice.decide(before.marks(), span.trace(), hashed, priority)
                .map(marks -> marks.equals(before.marks())
                        ? span
                        : span.withTraceState(before.with(marks).toString()));
    }

    /** As OpenTracing had it: 0 for never, more for always. */
    private static @Nullable Threshold priority(@Nullable Value value) {
        double number = switch (value) {
            case Value.Int integer -> (double) integer.value();
            case Value.Real real -> real.value();
            case Value.Text text -> number(text.value());
            case null, default -> Double.NaN;
        };
        if (number == 0) {
            return Threshold.NEVER;
        }
        return number > 0 ? Threshold.ALWAYS : null;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
