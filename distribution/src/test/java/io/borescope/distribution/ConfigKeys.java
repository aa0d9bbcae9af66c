package io.borescope.distribution;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.HostPort;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The keys that a config record reads, as a page writes them: {@code interval}, {@code tls.ca_file}, {@code include[].name}, {@code probes.<name>.enabled}. */
final class ConfigKeys {
    private final Set<String> keys = new TreeSet<>();

    private ConfigKeys() {}

    /** Keys that hold a value. A key that only groups others is not among them. */
    static Set<String> of(Class<?> configType) {
        ConfigKeys all = new ConfigKeys();
        all.addRecord("", configType);
        return all.keys;
    }

    private void addRecord(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            add(prefix + snakeCase(component.getName()), component.getGenericType());
        }
    }

    private void add(String key, Type type) {
        switch (type) {
            case Class<?> raw when isGroup(raw) -> addRecord(key + ".", raw);
            case ParameterizedType generic
            when elementOf(generic) instanceof Class<?> element && isGroup(element) ->
                addRecord(key + (generic.getRawType() == Map.class ? ".<name>." : "[]."), element);
            default -> keys.add(key);
        }
    }

    /** A size is a record too, but a value. */
    private static boolean isGroup(Class<?> type) {
        return type.isRecord() && type != ByteSize.class && type != HostPort.class;
    }

    private static Type elementOf(ParameterizedType generic) {
        Type[] arguments = generic.getActualTypeArguments();
        return arguments[arguments.length - 1];
    }

    private static String snakeCase(String camelCase) {
        return camelCase
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                .replaceAll("_$", "")
                .toLowerCase(Locale.ROOT);
    }
}
