package io.borescope.attributes;

import io.borescope.api.config.BoundedPattern;
import io.borescope.api.config.BoundedPattern.Outcome;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes of attributes, one after the other. Immutable and thread-safe. */
public final class AttributeActions implements UnaryOperator<Attributes> {
    /** One change of attributes that may be changed. */
    private interface Change {
        void apply(Map<String, Value> attributes);
    }

    private final List<Change> changes;

    /**
     * @param actions valid
     */
    public AttributeActions(List<AttributeAction> actions) {
        this.changes = actions.stream().map(AttributeActions::change).toList();
    }

    @Override
    public Attributes apply(Attributes attributes) {
        Map<String, Value> changed = attributes.toMap();
        changes.forEach(change -> change.apply(changed));
        return Attributes.of(changed);
    }

    private static Change change(AttributeAction action) {
        return switch (Objects.requireNonNull(action.action())) {
            case INSERT -> attributes -> set(action, attributes, !has(action, attributes));
            case UPDATE -> attributes -> set(action, attributes, has(action, attributes));
            case UPSERT -> attributes -> set(action, attributes, true);
            case DELETE -> delete(action);
            case HASH -> hash(action);
            case EXTRACT -> extract(action);
            case CONVERT ->
                attributes ->
                        attributes.computeIfPresent(key(action), (_, value) -> convert(value, action.convertedType()));
        };
    }

    private static String key(AttributeAction action) {
        return Objects.requireNonNull(action.key());
    }

    private static boolean has(AttributeAction action, Map<String, Value> attributes) {
        return attributes.containsKey(key(action));
    }

    private static void set(AttributeAction action, Map<String, Value> attributes, boolean wanted) {
        Value value = source(action, attributes);
        if (wanted && value != null) {
            attributes.put(key(action), value);
        }
    }

    private static @Nullable Value source(AttributeAction action, Map<String, Value> attributes) {
        String from = action.fromAttribute();
        Value value = from == null ? action.value() : attributes.get(from);
        return value == null ? action.defaultValue() : value;
    }

    private static Change delete(AttributeAction action) {
        Names names = new Names(action);
        return attributes -> attributes.keySet().removeIf(names::include);
    }

    private static Change hash(AttributeAction action) {
        Names names = new Names(action);
        return attributes -> attributes.replaceAll((name, value) -> names.include(name) ? hash(value) : value);
    }

    private static Change extract(AttributeAction action) {
        GroupPattern pattern = GroupPattern.compile(Objects.requireNonNull(action.pattern()));
        return attributes -> {
            if (attributes.get(key(action)) instanceof Value.Text text) {
                pattern.find(text.value()).forEach((name, found) -> attributes.put(name, Value.of(found)));
            }
        };
    }

    /** Names that an action is about: one, and those that an expression is found in. */
    private record Names(@Nullable String key, @Nullable BoundedPattern pattern) {
        Names(AttributeAction action) {
            this(action.key(), action.pattern() == null ? null : BoundedPattern.compile(action.pattern()));
        }

        boolean include(String name) {
            return name.equals(key) || (pattern != null && pattern.find(name) == Outcome.FOUND);
        }
    }

    /** The hash of a value's bytes in hex, the same as the Collector's. */
    private static Value hash(Value value) {
        byte[] bytes = switch (value) {
            case Value.Text text -> text.value().getBytes(StandardCharsets.UTF_8);
            case Value.Bool bool -> new byte[] {(byte) (bool.value() ? 1 : 0)};
            case Value.Int integer -> littleEndian(integer.value());
            case Value.Real real -> littleEndian(Double.doubleToRawLongBits(real.value()));
            default -> new byte[0];
        };
        return Value.of(bytes.length == 0 ? "" : HexFormat.of().formatHex(digest().digest(bytes)));
    }

    private static byte[] littleEndian(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /** What cannot be converted stays as it is. */
    private static Value convert(Value value, AttributeAction.@Nullable ConvertedType type) {
        return switch (Objects.requireNonNull(type)) {
            case STRING -> Value.of(value.asText());
            case INT -> toInt(value);
            case DOUBLE -> toDouble(value);
        };
    }

    private static Value toInt(Value value) {
        return switch (value) {
            case Value.Real real -> Value.of((long) real.value());
            case Value.Bool bool -> Value.of(bool.value() ? 1 : 0);
            case Value.Text text -> parsed(text, () -> Value.of(Long.parseLong(text.value())));
            default -> value;
        };
    }

    private static Value toDouble(Value value) {
        return switch (value) {
            case Value.Int integer -> Value.of((double) integer.value());
            case Value.Bool bool -> Value.of(bool.value() ? 1.0 : 0.0);
            case Value.Text text -> parsed(text, () -> Value.of(Double.parseDouble(text.value())));
            default -> value;
        };
    }

    private static Value parsed(Value.Text text, Supplier<Value> parse) {
        try {
            return parse.get();
        } catch (NumberFormatException notANumber) {
            return text;
        }
    }
}
