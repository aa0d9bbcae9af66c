package io.borescope.receiver.process.classes;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes records of what a YAML file holds, by the rules of {@link io.borescope.api.config}, as far as files of classes need them. */
final class YamlRecords {
    private YamlRecords() {}

    /**
     * Makes a record.
     *
     * @param where the value stands, for messages
     * @throws ClassFileException at the first key or value that does not fit
     */
    static <T extends Record> T bind(Object value, Class<T> type, String where) throws ClassFileException {
        return type.cast(record(value, type, where));
    }

    private static Object record(Object value, Class<?> type, String where) throws ClassFileException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new ClassFileException("%s must be a map of keys, not %s".formatted(where, value));
        }
        RecordComponent[] components = type.getRecordComponents();
        List<String> keys = Arrays.stream(components)
                .map(component -> snakeCase(component.getName()))
                .toList();
        for (Object key : map.keySet()) {
            if (!keys.contains(String.valueOf(key))) {
                throw new ClassFileException(
                        "%s: unknown key %s. Valid: %s.".formatted(where, key, String.join(", ", keys)));
            }
        }
        @Nullable Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = value(map.get(keys.get(i)), components[i].getGenericType(), where + " " + keys.get(i));
        }
        return construct(type, components, arguments);
    }

    private static @Nullable Object value(@Nullable Object value, Type type, String where) throws ClassFileException {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(value, generic.getActualTypeArguments()[0], where)
                    : map(value, where);
        }
        Class<?> raw = (Class<?>) type;
        if (value == null) {
            return null;
        }
        if (raw.isRecord()) {
            return record(value, raw, where);
        }
        if (raw.isEnum()) {
            return constant(String.valueOf(value), raw, where);
        }
        boolean single = !(value instanceof Map || value instanceof List);
        boolean fits = raw == Integer.class ? value instanceof Integer : single;
        if (!fits) {
            throw new ClassFileException("%s: %s does not fit there".formatted(where, value));
        }
        return raw == String.class ? String.valueOf(value) : value;
    }

    private static List<Object> list(@Nullable Object value, Type itemType, String where) throws ClassFileException {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> items)) {
            throw new ClassFileException("%s must be a list, not %s. Write [ ] around it.".formatted(where, value));
        }
        List<Object> bound = new ArrayList<>();
        for (Object item : items) {
            Object made = value(item, itemType, where + "[" + bound.size() + "]");
            if (made != null) {
                bound.add(made);
            }
        }
        return bound;
    }

    private static Map<String, String> map(@Nullable Object value, String where) throws ClassFileException {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> entries)) {
            throw new ClassFileException("%s must be a map, not %s".formatted(where, value));
        }
        Map<String, String> bound = new LinkedHashMap<>();
        entries.forEach((key, entry) -> bound.put(String.valueOf(key), String.valueOf(entry)));
        return bound;
    }

    private static Object constant(String text, Class<?> type, String where) throws ClassFileException {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw new ClassFileException(
                "%s: %s is not one of %s".formatted(where, text, Arrays.toString(type.getEnumConstants())));
    }

    private static Object construct(Class<?> type, RecordComponent[] components, @Nullable Object[] arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type.getName(), e);
        }
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
