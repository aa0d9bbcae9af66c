package io.borescope.engine.config;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ComponentType;
import io.borescope.api.config.Secret;
import io.borescope.api.otel.Value;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a configuration with the components of a catalog, made of the records that {@link Binder} fills.
 *
 * <p>It describes one file: several are merged, so no key is required. Whatever a record checks in code, and whether ids refer to something,
 * is for {@code borescope validate}. Everything that {@link Binder} takes is valid; references such as {@code ${env:NAME}} are, wherever a
 * value, a list or a map may stand.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema 2020-12</a>
 */
public final class ConfigSchema {
    private static final String REFERENCE = "\\$\\{";

    /** A component's name, as {@link io.borescope.api.component.ComponentId} has it; its excluded characters are left to the binder. */
    private static final String NAME = "/.+$";

    private final ComponentCatalog catalog;
    private final Map<String, Object> definitions = new TreeMap<>();
    private final Set<Class<?>> open = new HashSet<>();

    private ConfigSchema(ComponentCatalog catalog) {
        this.catalog = catalog;
    }

    /** The schema as maps, lists, texts, numbers and booleans. */
    public static Map<String, Object> of(ComponentCatalog catalog) {
        return new ConfigSchema(catalog).root();
    }

    private Map<String, Object> root() {
        Map<String, Object> sections = new LinkedHashMap<>();
        FactoryKind.all().forEach(kind -> sections.put(kind.plural(), section(kind)));
        sections.put("service", service());
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Configuration of Borescope");
        schema.put("type", "object");
        schema.put("properties", sections);
        schema.put("additionalProperties", false);
        schema.put("$defs", definitions);
        return schema;
    }

    private Map<String, Object> section(FactoryKind<?> kind) {
        Map<String, Object> ids = new LinkedHashMap<>();
        Map<String, Object> namedIds = new LinkedHashMap<>();
        for (ComponentCatalog.Entry<?> entry : catalog.all(kind)) {
            String definition = kind.plural() + "." + entry.type();
            definitions.put(definition, component(kind, entry.factory()));
            Map<String, Object> reference = Map.of("$ref", "#/$defs/" + definition);
            Stream.concat(Stream.of(entry.type()), entry.aliases().stream().sorted())
                    .map(ComponentType::name)
                    .filter(name -> isMeant(kind, name, entry))
                    .forEach(name -> {
                        ids.put(name, reference);
                        namedIds.put("^" + name + NAME, reference);
                    });
        }
        Map<String, Object> section = map("Configured " + kind.plural() + ", by type or type/name.");
        section.put("properties", ids);
        section.put("patternProperties", namedIds);
        section.put("additionalProperties", false);
        return section;
    }

    /** An alias may be another component's own name. */
    private <F extends ComponentFactory<?>> boolean isMeant(
            FactoryKind<F> kind, String name, ComponentCatalog.Entry<?> entry) {
        return catalog.find(kind, new ComponentType(name))
                .map(ComponentCatalog.Entry::type)
                .equals(Optional.of(entry.type()));
    }

    private Map<String, Object> component(FactoryKind<?> kind, ComponentFactory<?> factory) {
        Map<String, Object> component = record(factory.configType(), Binder.defaults(factory.configType()));
        component.put("description", factory.description());
        if (kind == FactoryKind.EXPORTER) {
            properties(component).putAll(properties(record(DeliveryConfig.class)));
        }
        return component;
    }

    private Map<String, Object> service() {
        Map<String, Object> pipelines =
                map("Receivers, processors and exporters that are chained, by an id of your choice.");
        pipelines.put("additionalProperties", record(PipelineConfig.class));
        Map<String, Object> service = record(ServiceConfig.class);
        service.put("description", "Who the agent is, and what runs.");
        properties(service).put("pipelines", pipelines);
        return service;
    }

    private Map<String, Object> record(Class<?> type) {
        return record(type, Binder.defaults(type));
    }

    /**
     * @param defaults what the record holds if nothing is written; null if that is not known
     */
    private Map<String, Object> record(Class<?> type, @Nullable Object defaults) {
        Map<String, Object> schema = map("");
        if (!open.add(type)) {
            return schema; // a record within itself has no end; the binder looks deeper
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        for (ConfigKey key : ConfigKey.of(type)) {
            Object value = defaults == null ? null : key.valueIn(defaults);
            Map<String, Object> property = value(key.type(), value);
            describe(property, key.doc());
            properties.put(key.name(), orNothing(property));
        }
        open.remove(type);
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }

    private Map<String, Object> value(Type type, @Nullable Object value) {
        Class<?> raw = Binder.raw(type);
        if (raw == List.class || raw == Set.class) {
            Map<String, Object> list = types("array", "string");
            list.put("items", value(Binder.argument(type, 0), null));
            list.put("pattern", REFERENCE);
            return list;
        }
        if (raw == Map.class) {
            Map<String, Object> map = types("object", "string");
            map.put("additionalProperties", value(Binder.argument(type, 1), null));
            map.put("pattern", REFERENCE);
            return map;
        }
        if (raw.isRecord() && !Scalars.reads(raw)) {
            return record(raw, value == null ? Binder.defaults(raw) : value);
        }
        Map<String, Object> scalar = raw.isEnum() ? choice(raw) : scalar(raw == Value.class ? String.class : raw);
        if (value != null && raw != Secret.class) {
            scalar.put("default", Scalars.written(value));
        }
        return scalar;
    }

    private static Map<String, Object> choice(Class<?> type) {
        Map<String, Object> reference = types("string");
        reference.put("pattern", REFERENCE);
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("anyOf", List.of(Map.of("enum", Scalars.choices(type)), reference));
        return choice;
    }

    private static Map<String, Object> scalar(Class<?> type) {
        Scalars.Form form = Scalars.form(type);
        Map<String, Object> scalar = types();
        List<String> types = new ArrayList<>(List.of("string"));
        Scalars.NumberForm number = form.number();
        if (number != null) {
            types.add(number.isWhole() ? "integer" : "number");
            putIfKnown(scalar, "minimum", number.least());
            putIfKnown(scalar, "maximum", number.greatest());
        }
        if (form.isBoolean()) {
            types.add("boolean");
        }
        scalar.put("type", types);
        if (form.syntax() != null) {
            scalar.put("pattern", "^(?:%s)$|%s".formatted(form.syntax(), REFERENCE));
        }
        return scalar;
    }

    private static void putIfKnown(Map<String, Object> schema, String keyword, @Nullable Object value) {
        if (value != null) {
            schema.put(keyword, value);
        }
    }

    /** A key without a value is a key that is left out. */
    @SuppressWarnings("unchecked") // made by types() and choice()
    private static Map<String, Object> orNothing(Map<String, Object> schema) {
        String alternatives = schema.containsKey("type") ? "type" : "anyOf";
        List<Object> all = new ArrayList<>((List<Object>) schema.getOrDefault(alternatives, List.of()));
        Object nothing = alternatives.equals("type") ? "null" : Map.of("type", "null");
        if (!all.contains(nothing)) {
            all.add(nothing);
        }
        schema.put(alternatives, all);
        return schema;
    }

    /** A map of keys, or a reference to one, or nothing. */
    private static Map<String, Object> map(String doc) {
        Map<String, Object> schema = types("object", "string", "null");
        schema.put("pattern", REFERENCE);
        describe(schema, doc);
        return schema;
    }

    private static void describe(Map<String, Object> schema, String doc) {
        if (!doc.isEmpty()) {
            schema.put("description", doc);
        }
    }

    private static Map<String, Object> types(String... types) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", List.of(types));
        return schema;
    }

    @SuppressWarnings("unchecked") // made by record()
    private static Map<String, Object> properties(Map<String, Object> record) {
        return (Map<String, Object>) record.computeIfAbsent("properties", _ -> new LinkedHashMap<String, Object>());
    }
}
