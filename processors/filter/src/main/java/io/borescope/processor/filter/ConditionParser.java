package io.borescope.processor.filter;

import io.borescope.api.config.BoundedPattern;
import io.borescope.api.otel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions in a part of the Collector's transformation language.
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/ottl/LANGUAGE.md">OTTL</a>
 */
final class ConditionParser {
    private static final int DEEPEST = 32;
    private static final List<String> SEVERITIES = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
    private static final Map<String, Integer> CONSTANTS = constants();

    private final Tokens tokens;
    private final Subject.Context context;
    private int depth;

    private ConditionParser(String text, Subject.Context context) {
        this.tokens = new Tokens(text);
        this.context = context;
    }

    private static Map<String, Integer> constants() {
        Map<String, Integer> constants = new HashMap<>();
        constants.put("SEVERITY_NUMBER_UNSPECIFIED", 0);
        for (int i = 0; i < SEVERITIES.size() * 4; i++) {
            String step = i % 4 == 0 ? "" : Integer.toString(i % 4 + 1);
            constants.put("SEVERITY_NUMBER_" + SEVERITIES.get(i / 4) + step, i + 1);
        }
        put(constants, "SPAN_KIND_", "UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
        put(constants, "STATUS_CODE_", "UNSET", "OK", "ERROR");
        put(constants, "AGGREGATION_TEMPORALITY_", "UNSPECIFIED", "DELTA", "CUMULATIVE");
        put(constants, "METRIC_DATA_TYPE_", "NONE", "GAUGE", "SUM", "HISTOGRAM", "EXPONENTIAL_HISTOGRAM", "SUMMARY");
        return Map.copyOf(constants);
    }

    private static void put(Map<String, Integer> constants, String prefix, String... names) {
        for (int i = 0; i < names.length; i++) {
            constants.put(prefix + names[i], i);
        }
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException with a message for users
     */
    static Predicate<Subject> parse(String text, Subject.Context context) {
        ConditionParser parser = new ConditionParser(text, context);
        Predicate<Subject> condition = parser.any();
        if (!parser.tokens.peek().isEmpty()) {
            throw parser.tokens.problem("goes on with " + parser.tokens.peek());
        }
        return condition;
    }

    private Predicate<Subject> any() {
        Predicate<Subject> condition = all();
        while (tokens.take("or")) {
            condition = condition.or(all());
        }
        return condition;
    }

    private Predicate<Subject> all() {
        Predicate<Subject> condition = one();
        while (tokens.take("and")) {
            condition = condition.and(one());
        }
        return condition;
    }

    private Predicate<Subject> one() {
        if (++depth > DEEPEST) {
            throw tokens.problem("is nested too deeply");
        }
        Predicate<Subject> condition = single();
        depth--;
        return condition;
    }

    private Predicate<Subject> single() {
        if (tokens.take("not")) {
            return one().negate();
        }
        if (tokens.take("(")) {
            Predicate<Subject> condition = any();
            tokens.expect(")");
            return condition;
        }
        if (tokens.take("IsMatch")) {
            return match();
        }
        return Functions.isCalled(tokens.peek()) ? call(function(tokens.next())) : comparison();
    }

    private Functions.Call function(String name) {
        return Functions.find(context, name)
                .orElseThrow(() -> tokens.problem("calls " + name + ", which is not known here"));
    }

    private Predicate<Subject> call(Functions.Call function) {
        tokens.expect("(");
        List<Paths.Getter> arguments = new ArrayList<>();
        for (int i = 0; i < function.arguments(); i++) {
            if (i > 0) {
                tokens.expect(",");
            }
            arguments.add(value());
        }
        tokens.expect(")");
        return subject -> function.test()
                .holds(
                        subject,
                        arguments.stream()
                                .map(argument -> argument.get(subject))
                                .toArray(Value[]::new));
    }

    private Predicate<Subject> match() {
        tokens.expect("(");
        Paths.Getter value = value();
        tokens.expect(",");
        String expression = text(tokens.next());
        tokens.expect(")");
        try {
            BoundedPattern pattern = BoundedPattern.compile(expression);
            return subject -> {
                Value found = value.get(subject);
                return found != null && pattern.find(found.asText()) == BoundedPattern.Outcome.FOUND;
            };
        } catch (PatternSyntaxException e) {
            throw tokens.problem("has an expression that is none: " + e.getDescription());
        }
    }

    private Predicate<Subject> comparison() {
        Paths.Getter left = value();
        String operator = tokens.peek();
        Comparison comparison = Comparison.of(operator).orElse(null);
        if (comparison == null) {
            return subject -> Value.of(true).equals(left.get(subject));
        }
        tokens.next();
        Paths.Getter right = value();
        return subject -> comparison.holds(left.get(subject), right.get(subject));
    }

    private Paths.Getter value() {
        Paths.Getter value = term();
        while (tokens.peek().equals("+") || tokens.peek().equals("-")) {
            boolean adds = tokens.next().equals("+");
            Paths.Getter left = value;
            Paths.Getter right = term();
            value = subject -> Comparison.sum(left.get(subject), right.get(subject), adds);
        }
        return value;
    }

    private Paths.Getter term() {
        String token = tokens.next();
        if (token.startsWith("\"")) {
            return constant(Value.of(text(token)));
        }
        if (token.equals("-") || Character.isDigit(token.charAt(0))) {
            return constant(number(token));
        }
        Integer named = CONSTANTS.get(token);
        if (named != null) {
            return constant(Value.of(named));
        }
        return switch (token) {
            case "true" -> constant(Value.of(true));
            case "false" -> constant(Value.of(false));
            case "nil" -> constant(null);
            default -> path(token);
        };
    }

    private static Paths.Getter constant(@Nullable Value value) {
        return _ -> value;
    }

    private Value number(String token) {
        String text = token.equals("-") ? "-" + tokens.next() : token;
        try {
            return text.indexOf('.') < 0 ? Value.of(Long.parseLong(text)) : Value.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw tokens.problem("has the number " + text + ", which is none");
        }
    }

    private Paths.Getter path(String first) {
        StringBuilder path = new StringBuilder(first);
        while (tokens.take(".")) {
            path.append('.').append(tokens.next());
        }
        Optional<String> key = Optional.empty();
        if (tokens.take("[")) {
            key = Optional.of(text(tokens.next()));
            tokens.expect("]");
        }
        return Paths.find(context, path.toString(), key)
                .orElseThrow(() -> tokens.problem("names " + path + ", which is not known here"));
    }

    private String text(String token) {
        if (!token.startsWith("\"")) {
            throw tokens.problem("wants text in quotes, not " + token);
        }
        return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
