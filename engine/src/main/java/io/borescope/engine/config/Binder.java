package io.borescope.engine.config;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import io.borescope.api.otel.Value;
import io.borescope.engine.config.Node.ListNode;
import io.borescope.engine.config.Node.MapNode;
import io.borescope.engine.config.Node.ScalarKind;
import io.borescope.engine.config.Node.ScalarNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes config records from nodes. Keys are the record's component names in snake_case; {@link io.borescope.api.config} lists the types.
 *
 * <p>Nothing is thrown for what a user wrote: each problem goes to the report, and a record with a problem in it is not made.
 */
final class Binder {
    private final Report report;

    Binder(Report report) {
        this.report = report;
    }

    /**
     * Binds a whole component and validates it.
     *
     * @param alsoValid keys that somebody else reads from the same map
     * @return the record, or null if there were problems
     */
    <C extends ComponentConfig> @Nullable C bind(Node node, Class<C> type, Set<String> alsoValid, String path) {
        int before = report.problemCount();
        Object bound = record(node, type, alsoValid, path);
        if (bound == null || report.problemCount() != before) {
            return null;
        }
        C config = type.cast(bound);
        config.validate(new Problems() {
            @Override
            public void add(String key, String format, Object... arguments) {
                report.problem(Location.find(node, key), below(path, key), format.formatted(asWritten(arguments)));
            }

            @Override
            public void warn(String key, String format, Object... arguments) {
                report.warning(Location.find(node, key), below(path, key), format.formatted(asWritten(arguments)));
            }
        });
        return report.problemCount() == before ? config : null;
    }

    private static String below(String path, String key) {
        return key.isEmpty() ? path : Paths.child(path, key);
    }

    /** Java writes a duration as PT0.2S, users as 200ms. */
    private static Object[] asWritten(Object[] arguments) {
        return Stream.of(arguments)
                .map(argument -> argument instanceof Duration duration ? Durations.text(duration) : argument)
                .toArray();
    }

    /** What a record holds that nothing was written for; null if it cannot be made of nothing. */
    static @Nullable Object defaults(Class<?> type) {
        MapNode nothing = new MapNode(Mark.of(0, ""), Map.of(), null);
        return new Binder(new Report(List.of())).record(nothing, type, Set.of(), "");
    }

    private @Nullable Object record(Node node, Class<?> type, Set<String> alsoValid, String path) {
        if (isBroken(node)) {
            return null;
        }
        MapNode map;
        if (node instanceof MapNode given) {
            map = given;
        } else if (node.isNull()) {
            map = new MapNode(node.mark(), Map.of(), null);
        } else {
            report.problem(
                    node.mark(), path, "must be a map of keys, not %s.%s".formatted(node.describe(), hint(node)));
            return null;
        }
        rejectUnknown(map, ConfigKey.of(type), alsoValid, path);
        return record(map, type, path);
    }

    /** Made of those keys of a map that are its own. */
    private @Nullable Object record(MapNode map, Class<?> type, String path) {
        List<RecordComponent> components = ConfigKey.components(type);
        int before = report.problemCount();
        Object[] arguments = new Object[components.size()];
        for (int i = 0; i < arguments.length; i++) {
            RecordComponent component = components.get(i);
            arguments[i] = ConfigKey.isUnwrapped(component)
                    ? record(map, component.getType(), path)
                    : component(map, ConfigKey.of(component), path);
        }
        return report.problemCount() == before ? construct(map, type, arguments, path) : null;
    }

    /** {@code endpoint:9000} is one text in YAML, which surprises. */
    private static String hint(Node node) {
        boolean blankMissing =
                node instanceof ScalarNode scalar && scalar.text().matches("[a-z_]+:\\S.*");
        return blankMissing ? " Is a blank missing after the \":\"?" : "";
    }

    private void rejectUnknown(MapNode map, List<ConfigKey> keys, Set<String> alsoValid, String path) {
        Set<String> valid = new TreeSet<>(alsoValid);
        keys.forEach(key -> valid.add(key.name()));
        map.entries().forEach((name, entry) -> {
            if (!valid.contains(name)) {
                report.problem(entry.keyMark(), Paths.child(path, name), unknownKey(name, valid));
            }
        });
    }

    static String unknownKey(String name, Set<String> valid) {
        return "unknown key.%s Valid: %s.".formatted(Suggestion.didYouMean(name, valid), Suggestion.list(valid));
    }

    private @Nullable Object component(MapNode map, ConfigKey key, String path) {
        Node node = map.find(key.name());
        if (node == null || (node.isNull() && !key.isOptionalGroup())) {
            return key.isOptional() ? null : leftOut(map, key, path);
        }
        return value(node, key.type(), Paths.child(path, key.name()));
    }

    /** What a key that is not there becomes; see {@link io.borescope.api.config}. */
    private @Nullable Object leftOut(MapNode map, ConfigKey key, String path) {
        Class<?> raw = raw(key.type());
        if (raw == List.class) {
            return List.of();
        }
        if (raw == Set.class) {
            return Set.of();
        }
        if (raw == Map.class) {
            return Map.of();
        }
        if (raw.isPrimitive()) {
            return Scalars.zero(raw);
        }
        if (raw.isRecord() && !Scalars.reads(raw)) {
            MapNode empty = new MapNode(map.mark(), Map.of(), null);
            return record(empty, raw, Set.of(), Paths.child(path, key.name()));
        }
        return null;
    }

    private @Nullable Object value(Node node, Type type, String path) {
        Class<?> raw = raw(type);
        if (isBroken(node)) {
            return null;
        }
        if (raw == List.class) {
            List<Object> items = items(node, argument(type, 0), path);
            return items == null ? null : List.copyOf(items);
        }
        if (raw == Set.class) {
            List<Object> items = items(node, argument(type, 0), path);
            return items == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(items));
        }
        if (raw == Map.class) {
            return map(node, argument(type, 1), path);
        }
        if (readsAsWritten(raw)) {
            return anyScalar(node, path);
        }
        if (Scalars.reads(raw)) {
            return scalar(node, raw, path);
        }
        if (raw.isRecord()) {
            return record(node, raw, Set.of(), path);
        }
        throw new IllegalStateException("a config record cannot hold " + type.getTypeName());
    }

    private @Nullable List<Object> items(Node node, Type itemType, String path) {
        if (!(node instanceof ListNode list)) {
            String remedy = node instanceof ScalarNode && Scalars.reads(raw(itemType)) ? " Write [ ] around it." : "";
            report.problem(node.mark(), path, "must be a list, not %s.%s".formatted(node.describe(), remedy));
            return null;
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            Object item = value(list.items().get(i), itemType, Paths.item(path, i));
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private @Nullable Map<String, Object> map(Node node, Type valueType, String path) {
        if (!(node instanceof MapNode map)) {
            report.problem(node.mark(), path, "must be a map, not %s.%s".formatted(node.describe(), hint(node)));
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        map.entries().forEach((key, entry) -> {
            Object value = value(entry.value(), valueType, Paths.child(path, key));
            if (value != null) {
                values.put(key, value);
            }
        });
        return Collections.unmodifiableMap(values);
    }

    private @Nullable Object scalar(Node node, Class<?> type, String path) {
        String text = textFor(node, type);
        if (text == null) {
            report.problem(node.mark(), path, "must be %s, not %s.".formatted(Scalars.describe(type), node.describe()));
            return null;
        }
        try {
            return Scalars.parse(text, type);
        } catch (IllegalArgumentException e) {
            report.problem(node.mark(), path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Whether it is a number, a boolean or text, as it was written. */
    static boolean readsAsWritten(Class<?> type) {
        return type == Value.class;
    }

    /** A value whose type is as it was written: text where it stands in quotes. */
    private @Nullable Value anyScalar(Node node, String path) {
        if (!(node instanceof ScalarNode scalar)) {
            report.problem(node.mark(), path, "must be a single value, not %s.".formatted(node.describe()));
            return null;
        }
        return scalar.kind() == ScalarKind.LITERAL ? Scalars.literal(scalar.text()) : Value.of(scalar.asText());
    }

    /** The text of a single value; a key that wants text also takes a variable whose content happens to look like a list or a map. */
    private static @Nullable String textFor(Node node, Class<?> type) {
        boolean wantsText = type == String.class || type == Secret.class;
        if (wantsText && node.original() != null) {
            return node.original();
        }
        return node instanceof ScalarNode scalar && scalar.kind() != ScalarKind.NULL ? scalar.text() : null;
    }

    private @Nullable Object construct(MapNode map, Class<?> type, Object[] arguments, String path) {
        try {
            return ConfigKey.constructor(type).newInstance(arguments);
        } catch (InvocationTargetException e) {
            report.problem(map.mark(), path, "is refused: " + e.getCause());
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type.getName(), e);
        }
    }

    private static boolean isBroken(Node node) {
        return node instanceof ScalarNode scalar && scalar.kind() == ScalarKind.BROKEN;
    }

    static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> throw new IllegalStateException("a config record cannot hold " + type.getTypeName());
        };
    }

    static Type argument(Type type, int index) {
        return Stream.of(type)
                .filter(ParameterizedType.class::isInstance)
                .map(generic -> ((ParameterizedType) generic).getActualTypeArguments()[index])
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("a config record needs to say what is in its collections"));
    }
}
