package io.borescope.receiver.beacon;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The single values of a JSON object, as text: nodes write a number as {@code "12"}, some as {@code 12}. Lists and objects in it, such as
 * a blob schedule, are passed over.
 */
final class Members {
    private static final int MOST = 4096;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNameLength(256)
                    .maxStringLength(64 << 10)
                    .maxNumberLength(64)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final Pattern DIGITS = Pattern.compile("\\d{1,20}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");

    private final Map<String, String> values;

    private Members(Map<String, String> values) {
        this.values = values;
    }

    /** The members of a document's object {@code data}, which is what nodes answer with. */
    static Members ofData(byte[] json) throws BadAnswerException {
        return read(json, true);
    }

    /** The members of a document that is an object. */
    static Members of(byte[] json) throws BadAnswerException {
        return read(json, false);
    }

    private static Members read(byte[] json, boolean inData) throws BadAnswerException {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadAnswerException("is not a JSON object");
            }
            Map<String, String> values = inData ? data(parser) : members(parser);
            if (parser.nextToken() != null) {
                throw new BadAnswerException("goes on after its JSON object");
            }
            return new Members(values);
        } catch (JacksonException e) {
            throw new BadAnswerException("is not JSON: " + printable(String.valueOf(e.getOriginalMessage())), e);
        }
    }

    private static Map<String, String> data(JsonParser parser) throws BadAnswerException {
        Map<String, String> data = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = parser.currentName().equals("data");
            if (parser.nextToken() == JsonToken.START_OBJECT && found) {
                data = members(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (data == null) {
            throw new BadAnswerException("has no object called data");
        }
        return data;
    }

    /** Reads up to the end of the object that the parser stands at. */
    private static Map<String, String> members(JsonParser parser) throws BadAnswerException {
        Map<String, String> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                members.put(name, parser.getString());
            } else {
                parser.skipChildren();
            }
            if (members.size() > MOST) {
                throw new BadAnswerException("has more than " + MOST + " members");
            }
        }
        return members;
    }

    Iterable<String> names() {
        return values.keySet();
    }

    @Nullable
    String find(String name) {
        return values.get(name);
    }

    /** A whole number, 0 or more; the largest long stands for whatever is larger. */
    long number(String name) throws BadAnswerException {
        String text = values.get(name);
        if (text == null) {
            throw new BadAnswerException("has no " + name);
        }
        if (!DIGITS.matcher(text).matches()) {
            throw new BadAnswerException("has a %s that is no whole number: %s".formatted(name, printable(text)));
        }
        return new BigInteger(text).min(LARGEST).longValue();
    }

    /** A whole number from {@code least} to {@code greatest}. */
    long number(String name, long least, long greatest) throws BadAnswerException {
        long number = number(name);
        if (number < least || number > greatest) {
            throw new BadAnswerException(
                    "has a %s that is not between %d and %d: %d".formatted(name, least, greatest, number));
        }
        return number;
    }

    /** A truth value; false if it is left out, as some nodes do. */
    boolean flag(String name) throws BadAnswerException {
        return switch (values.getOrDefault(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadAnswerException("has a %s that is neither true nor false".formatted(name));
        };
    }

    private static String printable(String text) {
        String clean = UNPRINTABLE.matcher(text).replaceAll("?");
        return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
    }
}
