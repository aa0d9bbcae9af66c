package io.borescope.engine.config;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Unwrapped;
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
 * @param accessors read it from a record: its own, behind those of the groups without a key that it is in
 */
record ConfigKey(String name, Type type, boolean isOptional, String doc, List<Method> accessors) {
    /** The keys of a record, in the order of its components, with those of groups that have no key of their own. */
    static List<ConfigKey> of(Class<?> record) {
        return keys(record).toList();
    }

    private static Stream<ConfigKey> keys(Class<?> record) {
        return components(record).stream()
                .flatMap(component -> isUnwrapped(component)
                        ? keys(component.getType()).map(key -> key.behind(component.getAccessor()))
                        : Stream.of(of(component)));
    }

    static List<RecordComponent> components(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        if (components == null) {
            throw new IllegalStateException(record.getName() + " is no record");
        }
        return List.of(components);
    }

    /** Whether it is a group whose keys stand beside those of the record that it is in. */
    static boolean isUnwrapped(RecordComponent component) {
        return component.isAnnotationPresent(Unwrapped.class);
    }

    private ConfigKey behind(Method outer) {
        List<Method> all = Stream.concat(Stream.of(outer), accessors.stream()).toList();
        return new ConfigKey(name, type, isOptional, doc, all);
    }

    static ConfigKey of(RecordComponent component) {
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        Doc doc = component.getAnnotation(Doc.class);
        return new ConfigKey(
                snakeCase(component.getName()),
                component.getGenericType(),
                optional,
                doc == null ? "" : doc.value(),
                List.of(component.getAccessor()));
    }

    /** What a record holds under this key. */
    @Nullable
    Object valueIn(Object record) {
        try {
            Object value = record;
            for (Method accessor : accessors) {
                accessor.setAccessible(true);
                value = accessor.invoke(value);
            }
            return value;
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
    static Constructor<?> constructor(Class<?> record) throws NoSuchMethodException {
        Class<?>[] types =
                components(record).stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
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
