package io.borescope.engine.config;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Secret;
import io.borescope.api.otel.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads single values. Every refusal is an {@link IllegalArgumentException} with a message for users. */
final class Scalars {
    /**
     * How a type is read.
     *
     * @param description for {@code must be …}
     */
    private record Reader(String description, Function<String, Object> parse) {}

    private static final Reader WHOLE_NUMBER =
            new Reader("a whole number", text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
    private static final Reader LONG_NUMBER =
            new Reader("a whole number", text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
    private static final Reader NUMBER = new Reader("a number", Scalars::number);
    private static final Reader BOOLEAN = new Reader("true or false", Scalars::bool);

    private static final Map<Class<?>, Reader> READERS = Map.ofEntries(
            Map.entry(boolean.class, BOOLEAN),
            Map.entry(Boolean.class, BOOLEAN),
            Map.entry(int.class, WHOLE_NUMBER),
            Map.entry(Integer.class, WHOLE_NUMBER),
            Map.entry(long.class, LONG_NUMBER),
            Map.entry(Long.class, LONG_NUMBER),
            Map.entry(double.class, NUMBER),
            Map.entry(Double.class, NUMBER),
            Map.entry(String.class, new Reader("text", text -> text)),
            Map.entry(Secret.class, new Reader("text", Secret::new)),
            Map.entry(Duration.class, new Reader("a duration such as 200ms or 1m30s", Durations::parse)),
            Map.entry(ByteSize.class, new Reader("a size such as 64KiB or 4MiB", ByteSize::parse)),
            Map.entry(HostPort.class, new Reader("host:port such as 127.0.0.1:4317", HostPort::parse)),
            Map.entry(URI.class, new Reader("an address such as http://localhost:4318", Scalars::uri)),
            Map.entry(Path.class, new Reader("a path", Scalars::path)));

    private Scalars() {}

    static boolean reads(Class<?> type) {
        return type.isEnum() || READERS.containsKey(type);
    }

    static String describe(Class<?> type) {
        return type.isEnum()
                ? "one of " + String.join(", ", constants(type).keySet())
                : reader(type).description();
    }

    static Object parse(String text, Class<?> type) {
        return type.isEnum() ? constant(text, type) : reader(type).parse().apply(text);
    }

    /** What a primitive is when its key is left out. */
    static Object zero(Class<?> primitive) {
        return primitive == boolean.class ? false : reader(primitive).parse().apply("0");
    }

    private static Reader reader(Class<?> type) {
        Reader reader = READERS.get(type);
        if (reader == null) {
            throw new IllegalStateException("a config record cannot hold " + type.getName());
        }
        return reader;
    }

    private static Object constant(String text, Class<?> type) {
        Map<String, Object> constants = constants(type);
        Object constant = constants.get(text);
        if (constant == null) {
            throw new IllegalArgumentException("%s is not one of %s.%s"
                    .formatted(
                            Report.quoted(text),
                            String.join(", ", constants.keySet()),
                            Suggestion.didYouMean(text, constants.keySet())));
        }
        return constant;
    }

    private static Map<String, Object> constants(Class<?> type) {
        Map<String, Object> constants = new TreeMap<>();
        Stream.of(type.getEnumConstants())
                .forEach(constant -> constants.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant));
        return constants;
    }

    /** A number or a boolean as YAML's core schema has them. */
    static Value literal(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Value.of(Boolean.parseBoolean(text));
        }
        try {
            return Value.of(Long.parseLong(text));
        } catch (NumberFormatException notAnInteger) {
            return real(text);
        }
    }

    /** What only YAML takes for a number, such as 0x1F or .inf, stays text. */
    private static Value real(String text) {
        try {
            return Value.of(Double.parseDouble(text));
        } catch (NumberFormatException notANumber) {
            return Value.of(text);
        }
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> throw new IllegalArgumentException("%s must be true or false.".formatted(Report.quoted(text)));
        };
    }

    /** Digits may stand in groups, as in {@code 65_536}: the Collector's parser of YAML reads them. */
    private static long whole(String written, long least, long greatest) {
        String text = written.matches("[-+]?[0-9]{1,30}(_[0-9]{1,30}){1,10}") ? written.replace("_", "") : written;
        if (!text.matches("[-+]?[0-9]{1,30}")) {
            throw new IllegalArgumentException("%s must be a whole number.".formatted(Report.quoted(text)));
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= greatest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Longer than a long; reported below like any number that is too large.
        }
        throw new IllegalArgumentException("%s must be from %d to %d.".formatted(text, least, greatest));
    }

    private static double number(String text) {
        if (!text.matches("[-+]?([0-9]{1,30}(\\.[0-9]{0,30})?|\\.[0-9]{1,30})([eE][-+]?[0-9]{1,3})?")) {
            throw new IllegalArgumentException("%s must be a number.".formatted(Report.quoted(text)));
        }
        return Double.parseDouble(text);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Not its message, which repeats the text: an address may hold a password.
            throw new IllegalArgumentException(
                    "is not an address (%s at character %d). Write one such as http://localhost:4318."
                            .formatted(e.getReason(), Math.max(e.getIndex(), 0) + 1),
                    e);
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "%s is not a path: %s.".formatted(Report.quoted(text), e.getReason()), e);
        }
    }
}
