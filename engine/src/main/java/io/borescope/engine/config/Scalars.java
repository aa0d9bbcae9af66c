package io.borescope.engine.config;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Secret;
import io.borescope.api.config.Share;
import io.borescope.api.otel.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads single values, and says how they are written. Every refusal is an {@link IllegalArgumentException} with a message for users. */
final class Scalars {
    /**
     * How a type is written.
     *
     * @param number the number that may stand for it without quotes, if any
     * @param isBoolean whether true and false without quotes may stand for it
     * @param syntax regular expression, common to Java and ECMA-262, of its text; null if any text will do
     */
    record Form(
            @Nullable NumberForm number,
            boolean isBoolean,
            @Nullable String syntax) {
        static final Form TEXT = new Form(NumberForm.ANY, true, null);
    }

    /** Which numbers may stand for a value. */
    record NumberForm(
            boolean isWhole, @Nullable Long least, @Nullable Long greatest) {
        static final NumberForm ANY = new NumberForm(false, null, null);
    }

    /**
     * How a type is read.
     *
     * @param description for {@code must be …}
     */
    private record Reader(String description, Form form, Function<String, Object> parse) {
        static Reader text(String description, Function<String, Object> parse) {
            return new Reader(description, Form.TEXT, parse);
        }
    }

    private static final String WHOLE_SYNTAX = "[-+]?[0-9]{1,30}(?:_[0-9]{1,30}){0,10}";
    private static final String NUMBER_SYNTAX =
            "[-+]?([0-9]{1,30}(\\.[0-9]{0,30})?|\\.[0-9]{1,30})([eE][-+]?[0-9]{1,3})?";
    private static final String BOOLEAN_SYNTAX = "true|True|TRUE|false|False|FALSE";

    private static final Reader WHOLE_NUMBER = whole(
            Integer.MIN_VALUE, Integer.MAX_VALUE, text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
    private static final Reader LONG_NUMBER =
            whole(Long.MIN_VALUE, Long.MAX_VALUE, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
    private static final Reader NUMBER =
            new Reader("a number", new Form(NumberForm.ANY, false, NUMBER_SYNTAX), Scalars::number);
    private static final Reader BOOLEAN =
            new Reader("true or false", new Form(null, true, BOOLEAN_SYNTAX), Scalars::bool);
    private static final Reader DURATION = new Reader(
            "a duration such as 200ms or 1m30s",
            new Form(new NumberForm(true, 0L, 0L), false, Durations.SYNTAX),
            Durations::parse);
    private static final Reader SIZE = new Reader(
            "a size such as 64KiB or 4MiB",
            new Form(new NumberForm(true, 0L, null), false, "\\s*" + ByteSize.SYNTAX + "\\s*"),
            ByteSize::parse);
    private static final Reader ADDRESS =
            new Reader("host:port such as 127.0.0.1:4317", new Form(null, false, HostPort.SYNTAX), HostPort::parse);

    private static final Map<Class<?>, Reader> READERS = Map.ofEntries(
            Map.entry(boolean.class, BOOLEAN),
            Map.entry(Boolean.class, BOOLEAN),
            Map.entry(int.class, WHOLE_NUMBER),
            Map.entry(Integer.class, WHOLE_NUMBER),
            Map.entry(long.class, LONG_NUMBER),
            Map.entry(Long.class, LONG_NUMBER),
            Map.entry(double.class, NUMBER),
            Map.entry(Double.class, NUMBER),
            Map.entry(String.class, Reader.text("text", text -> text)),
            Map.entry(Secret.class, Reader.text("text", Secret::new)),
            Map.entry(Duration.class, DURATION),
            Map.entry(ByteSize.class, SIZE),
            Map.entry(HostPort.class, ADDRESS),
            Map.entry(
                    Share.class,
                    new Reader("a share such as 1% or 0.5%", new Form(null, false, Share.SYNTAX), Share::parse)),
            Map.entry(URI.class, Reader.text("an address such as http://localhost:4318", Scalars::uri)),
            Map.entry(Path.class, Reader.text("a path", Scalars::path)));

    private Scalars() {}

    private static Reader whole(long least, long greatest, Function<String, Object> parse) {
        return new Reader(
                "a whole number", new Form(new NumberForm(true, least, greatest), false, WHOLE_SYNTAX), parse);
    }

    static boolean reads(Class<?> type) {
        return type.isEnum() || READERS.containsKey(type);
    }

    static String describe(Class<?> type) {
        return type.isEnum()
                ? "one of " + String.join(", ", constants(type).keySet())
                : reader(type).description();
    }

    /** How a type that is no enum is written. */
    static Form form(Class<?> type) {
        return reader(type).form();
    }

    /** The names of an enum's constants, as users write them. */
    static List<String> choices(Class<?> type) {
        return List.copyOf(constants(type).keySet());
    }

    /** A value as users write it and {@link #parse} reads it; numbers and booleans stay what they are. */
    static Object written(Object value) {
        return switch (value) {
            case Number number -> number;
            case Boolean bool -> bool;
            case Duration duration -> Durations.text(duration);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            default -> value.toString();
        };
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
        if (!text.matches(BOOLEAN_SYNTAX)) {
            throw new IllegalArgumentException("%s must be true or false.".formatted(Report.quoted(text)));
        }
        return Boolean.parseBoolean(text);
    }

    /** Digits may stand in groups, as in {@code 65_536}: the Collector's parser of YAML reads them. */
    private static long whole(String written, long least, long greatest) {
        String text = written.replace("_", "");
        if (!written.matches(WHOLE_SYNTAX)) {
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
        if (!text.matches(NUMBER_SYNTAX)) {
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
