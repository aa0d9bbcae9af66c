package io.borescope.engine.config;

import io.borescope.api.config.Secret;
import io.borescope.engine.config.Node.ListNode;
import io.borescope.engine.config.Node.MapNode;
import io.borescope.engine.config.Node.ScalarKind;
import io.borescope.engine.config.Node.ScalarNode;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as YAML that can be read again. Values of type {@link Secret} are redacted, and so are, where no config record says what a
 * value is, those under keys that sound like secrets; so are
 * those of keys that a component does not have. Passwords and queries in addresses are always redacted.
 */
final class ConfigPrinter {
    private static final Pattern SOUNDS_SECRET =
            Pattern.compile("(?i).*(pass|secret|token|key|credential|auth|cookie|private|dsn).*");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");
    private static final Pattern QUERY = Pattern.compile("(?<=://[^\\s?]{1,2000}\\?)[^\\s#]+");

    /** What is known about a node while writing it: its type if a config record says, else null. */
    private record Shape(@Nullable Type type, boolean isSecret) {
        static final Shape UNKNOWN = new Shape(null, false);

        static Shape of(Type type) {
            return new Shape(type, type == Secret.class);
        }
    }

    private final ComponentCatalog catalog;
    private final StringBuilder out = new StringBuilder();

    ConfigPrinter(ComponentCatalog catalog) {
        this.catalog = catalog;
    }

    String print(MapNode root) {
        root.entries().forEach((key, entry) -> {
            writeKey(key, 0);
            section(key, entry.value());
        });
        return out.toString();
    }

    private void section(String name, Node node) {
        FactoryKind<?> kind = FactoryKind.all().stream()
                .filter(candidate -> candidate.plural().equals(name))
                .findFirst()
                .orElse(null);
        if (kind != null
                && node instanceof MapNode components
                && !components.entries().isEmpty()) {
            out.append('\n');
            components.entries().forEach((id, entry) -> {
                writeKey(id, 1);
                value(entry.value(), shapeOf(kind, id), 2);
            });
        } else if (name.equals("service")
                && node instanceof MapNode service
                && !service.entries().isEmpty()) {
            out.append('\n');
            service(service);
        } else {
            value(node, Shape.UNKNOWN, 1);
        }
    }

    private void service(MapNode service) {
        Shape shape = Shape.of(ServiceConfig.class);
        Map<String, Type> types = keysOf(shape);
        service.entries().forEach((key, entry) -> {
            writeKey(key, 1);
            value(entry.value(), key.equals("pipelines") ? Shape.UNKNOWN : child(shape, types, key), 2);
        });
    }

    private Shape shapeOf(FactoryKind<?> kind, String id) {
        return catalog.configType(kind, id).map(Shape::of).orElse(Shape.UNKNOWN);
    }

    private void value(Node node, Shape shape, int indent) {
        if (shape.isSecret() && !node.isNull()) {
            out.append(' ').append(YamlText.of(Secret.REDACTED)).append('\n');
            return;
        }
        switch (node) {
            case ScalarNode scalar ->
                out.append(' ').append(scalar(scalar, shape)).append('\n');
            case MapNode map when map.entries().isEmpty() -> out.append(" {}\n");
            case ListNode list when list.items().isEmpty() -> out.append(" []\n");
            case MapNode map -> {
                out.append('\n');
                map(map, shape, indent);
            }
            case ListNode list -> {
                out.append('\n');
                list(list, shape, indent);
            }
        }
    }

    private void map(MapNode map, Shape shape, int indent) {
        Map<String, Type> types = keysOf(shape);
        map.entries().forEach((key, entry) -> {
            writeKey(key, indent);
            value(entry.value(), child(shape, types, key), indent + 1);
        });
    }

    private static Map<String, Type> keysOf(Shape shape) {
        Map<String, Type> types = new HashMap<>();
        if (shape.type() instanceof Class<?> type && type.isRecord()) {
            ConfigKey.of(DeliveryConfig.class).forEach(key -> types.put(key.name(), key.type()));
            ConfigKey.of(type).forEach(key -> types.put(key.name(), key.type()));
        }
        return types;
    }

    private static Shape child(Shape shape, Map<String, Type> types, String key) {
        Type own = types.get(key);
        if (own != null) {
            return Shape.of(own);
        }
        if (shape.type() != null && Binder.raw(shape.type()) == Map.class) {
            return Shape.of(Binder.argument(shape.type(), 1));
        }
        if (shape.type() != null) {
            return new Shape(null, true); // a key that does not exist may be a misspelt secret
        }
        return new Shape(null, SOUNDS_SECRET.matcher(key).matches());
    }

    private void list(ListNode list, Shape shape, int indent) {
        boolean typed = shape.type() != null && Set.of(List.class, Set.class).contains(Binder.raw(shape.type()));
        Shape item = typed && shape.type() != null ? Shape.of(Binder.argument(shape.type(), 0)) : Shape.UNKNOWN;
        list.items().forEach(node -> {
            out.append("  ".repeat(indent)).append('-');
            value(node, item, indent + 1);
        });
    }

    private void writeKey(String key, int indent) {
        out.append("  ".repeat(indent)).append(YamlText.of(key)).append(':');
    }

    private static String scalar(ScalarNode scalar, Shape shape) {
        if (scalar.kind() == ScalarKind.NULL || scalar.kind() == ScalarKind.BROKEN) {
            return "null";
        }
        boolean wantsText = shape.type() == String.class;
        String text = wantsText ? scalar.asText() : scalar.text();
        if (scalar.kind() == ScalarKind.LITERAL && !wantsText) {
            return text;
        }
        String shown = USER_INFO.matcher(text).replaceAll(match -> redactPassword(match.group()));
        return escaped(QUERY.matcher(shown).replaceAll("REDACTED"));
    }

    private static String redactPassword(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 0 ? userInfo : userInfo.substring(0, colon + 1) + "REDACTED";
    }

    /** A dollar sign is doubled, so that reading it again does not expand it. */
    private static String escaped(String text) {
        return YamlText.of(text.replace("$", "$$"));
    }
}
