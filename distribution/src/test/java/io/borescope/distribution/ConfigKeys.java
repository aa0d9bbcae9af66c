package io.borescope.distribution;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The keys that a component's schema has, as a page writes them: {@code interval}, {@code tls.ca_file}, {@code include[].name}, {@code
 * probes.<name>.enabled}.
 */
final class ConfigKeys {
    private final Map<String, String> defaults = new TreeMap<>();

    private ConfigKeys() {}

    /** Keys that hold a value, with their defaults; empty where none is known. A key that only groups others is not among them. */
    static Map<String, String> of(JsonNode schema) {
        ConfigKeys all = new ConfigKeys();
        all.addBelow("", schema);
        return all.defaults;
    }

    private void addBelow(String prefix, JsonNode schema) {
        schema.path("properties")
                .properties()
                .forEach(property -> add(prefix + property.getKey(), property.getValue()));
    }

    private void add(String key, JsonNode schema) {
        if (isGroup(schema)) {
            addBelow(key + ".", schema);
        } else if (isGroup(schema.path("items"))) {
            addBelow(key + "[].", schema.path("items"));
        } else if (isGroup(schema.path("additionalProperties"))) {
            addBelow(key + ".<name>.", schema.path("additionalProperties"));
        } else {
            defaults.put(key, schema.path("default").asString(""));
        }
    }

    private static boolean isGroup(JsonNode schema) {
        return !schema.path("properties").isEmpty();
    }
}
