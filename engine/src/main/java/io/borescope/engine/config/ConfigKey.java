package io.borescope.engine.config;

import io.borescope.api.config.Doc;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key that a config record reads.
 *
 * @param name as users write it
 * @param type of its value
 * @param isOptional whether its absence means something, so that it arrives as null
 * @param doc what it means; empty if nobody says
 * @param accessor reads it from a record
 */
record ConfigKey(String name, Type type, boolean isOptional, String doc, Method accessor) {
    /** The keys of a record, in the order of its components. */
    static List<ConfigKey> of(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        if (components == null) {
            throw new IllegalStateException(record.getName() + " is no record");
        }
        return Stream.of(components).map(ConfigKey::of).toList();
    }

    private static ConfigKey of(RecordComponent component) {
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        Doc doc = component.getAnnotation(Doc.class);
        return new ConfigKey(
                snakeCase(component.getName()),
                component.getGenericType(),
                optional,
                doc == null ? "" : doc.value(),
                component.getAccessor());
    }

    /** What a record holds under this key. */
    @Nullable
    Object valueIn(Object record) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + name + " of " + record.getClass(), e);
        }
    }

    /** Whether it groups keys and its absence means something; then a name without keys says that it is there, with defaults. */
    boolean isOptionalGroup() {
        Class<?> raw = Binder.raw(type);
        return isOptional && raw.isRecord() && !Scalars.reads(raw);
    }

    /** The canonical constructor, of whatever visibility. */
    static Constructor<?> constructor(Class<?> record, List<ConfigKey> keys) throws NoSuchMethodException {
        Class<?>[] types = keys.stream().map(key -> Binder.raw(key.type())).toArray(Class<?>[]::new);
        Constructor<?> constructor = record.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor;
    }

    /** A component called like a word of Java has an underscore behind it. */
    private static String snakeCase(String camelCase) {
        return camelCase
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                .replaceAll("_$", "")
                .toLowerCase(Locale.ROOT);
    }
}
