package io.borescope.processor.filter;

import io.borescope.api.otel.Value;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions of conditions that hold or do not. */
final class Functions {
    /** A function of values. */
    interface Test {
        /** Whether it holds; an argument that is not there is null. */
        boolean holds(Subject subject, @Nullable Value[] arguments);
    }

    /**
     * A function as it is called.
     *
     * @param arguments how many it has
     */
    record Call(int arguments, Test test) {}

    private static final Map<String, Call> OF_ALL = Map.of(
            "HasPrefix",
                    new Call(
                            2,
                            (_, values) ->
                                    bothAreText(values) && text(values[0]).startsWith(text(values[1]))),
            "HasSuffix",
                    new Call(
                            2,
                            (_, values) ->
                                    bothAreText(values) && text(values[0]).endsWith(text(values[1]))));

    private static final Map<String, Call> OF_SPANS = Map.of(
            "IsRootSpan", new Call(0, (subject, _) -> !subject.span().parent().isValid()));

    private static final Map<String, Call> OF_METRICS = Map.of(
            "HasAttrKeyOnDatapoint",
            new Call(1, (subject, values) -> anyPoint(subject, values[0], null)),
            "HasAttrOnDatapoint",
            new Call(2, (subject, values) -> values[1] != null && anyPoint(subject, values[0], values[1])));

    private static final Set<String> NAMES =
            Set.of("HasPrefix", "HasSuffix", "IsRootSpan", "HasAttrKeyOnDatapoint", "HasAttrOnDatapoint");

    private Functions() {}

    /** Whether a word is the name of a function, in whatever context. */
    static boolean isCalled(String word) {
        return NAMES.contains(word);
    }

    /** The function of a name, if the context has it. */
    static Optional<Call> find(Subject.Context context, String name) {
        Call call = OF_ALL.get(name);
        if (call == null && context == Subject.Context.SPAN) {
            call = OF_SPANS.get(name);
        }
        if (call == null && context == Subject.Context.METRIC) {
            call = OF_METRICS.get(name);
        }
        return Optional.ofNullable(call);
    }

    private static boolean anyPoint(Subject subject, @Nullable Value name, @Nullable Value wanted) {
        return name != null
                && subject.metric().data().points().stream().anyMatch(point -> {
                    Value found = point.attributes().get(name.asText());
                    return found != null && (wanted == null || found.equals(wanted));
                });
    }

    private static boolean bothAreText(@Nullable Value[] values) {
        return values[0] instanceof Value.Text && values[1] instanceof Value.Text;
    }

    private static String text(@Nullable Value value) {
        return value == null ? "" : value.asText();
    }
}
