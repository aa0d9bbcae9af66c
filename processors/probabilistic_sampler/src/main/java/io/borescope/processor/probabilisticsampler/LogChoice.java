package io.borescope.processor.probabilisticsampler;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Value;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides on log records, which say in attributes how they have been sampled. Thread-safe. */
final class LogChoice {
    private static final String THRESHOLD = "sampling.threshold";
    private static final String RANDOMNESS = "sampling.randomness";

    private final ProbabilisticSamplerConfig config;
    private final Choice choice;

    LogChoice(ProbabilisticSamplerConfig config, Choice choice) {
        this.config = config;
        this.choice = choice;
    }

    /** The record as it is handed on; nothing if it is left out. */
    Optional<LogRecord> decide(LogRecord log) {
        Threshold priority = priority(log.attributes().get(config.samplingPriority()));
        Optional<Marks> before = Marks.parse(text(log, THRESHOLD), text(log, RANDOMNESS));
        if (before.isEmpty()) {
            boolean kept = !Threshold.NEVER.equals(priority) && choice.keepsUndecided(priority);
            return kept ? Optional.of(log) : Optional.empty();
        }
        return choice.decide(before.get(), log.trace(), hashed(log), priority)
                .map(after -> after.equals(before.get()) ? log : log.with(written(log.attributes(), after)));
    }

    private static String text(LogRecord log, String name) {
        return log.attributes().get(name) instanceof Value.Text text ? text.value() : "";
    }

    /** A percentage; what is negative asks for nothing. */
    private @Nullable Threshold priority(@Nullable Value value) {
        return switch (value) {
            case Value.Int integer when integer.value() >= 0 -> choice.priority((double) integer.value());
            case Value.Real real when real.value() >= 0 -> choice.priority(real.value());
            case null, default -> null;
        };
    }

    private byte @Nullable [] hashed(LogRecord log) {
        if (config.hashesTraces() && log.trace().isValid()) {
            return TraceHash.bytes(log.trace());
        }
        byte[] bytes = switch (log.attributes().get(config.fromAttribute())) {
            case Value.Bytes binary -> binary.toArray();
            case Value value -> value.asText().getBytes(StandardCharsets.UTF_8);
            case null -> new byte[0];
        };
        return bytes.length == 0 ? null : bytes;
    }

    private static Attributes written(Attributes attributes, Marks marks) {
        Attributes changed = attributes;
        if (!marks.randomness().isEmpty()) {
            changed = changed.with(RANDOMNESS, Value.of(marks.randomness()));
        }
        return marks.threshold() == null
                ? changed.filter((name, _) -> !name.equals(THRESHOLD))
                : changed.with(THRESHOLD, Value.of(marks.threshold().toString()));
    }
}
