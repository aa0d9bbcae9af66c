package io.borescope.processor.probabilisticsampler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code tracestate} of W3C trace context, of which only OpenTelemetry's member {@code ot} is read: {@code ot=th:c;rv:9b8233f7e3a151}. What
 * others wrote stays as it is.
 *
 * @param marks what {@code ot} says of sampling
 * @param ownPairs what else it says
 * @param others the other members
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-handling/">TraceState handling</a>
 */
record TraceState(Marks marks, List<String> ownPairs, List<String> others) {
    private static final String OWN = "ot=";
    private static final String THRESHOLD = "th:";
    private static final String RANDOMNESS = "rv:";
    private static final int LONGEST_OWN = 256;
    private static final int MOST_MEMBERS = 32;
    private static final Pattern PAIR = Pattern.compile("[a-z][a-z0-9]*:[a-zA-Z0-9._-]*");

    /**
     * Reads one.
     *
     * @return nothing if what OpenTelemetry wrote cannot be read
     */
    static Optional<TraceState> parse(String text) {
        List<String> own = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String member : text.split(",", -1)) {
            String stripped = member.strip();
            if (stripped.startsWith(OWN)) {
                own.add(stripped.substring(OWN.length()));
            } else if (!stripped.isEmpty()) {
                others.add(stripped);
            }
        }
        return switch (own.size()) {
            case 0 -> Optional.of(new TraceState(Marks.NONE, List.of(), others));
            case 1 -> parse(own.getFirst(), others);
            default -> Optional.empty();
        };
    }

    private static Optional<TraceState> parse(String own, List<String> others) {
        if (own.length() > LONGEST_OWN) {
            return Optional.empty();
        }
        Set<String> keys = new HashSet<>();
        List<String> rest = new ArrayList<>();
        String threshold = "";
        String randomness = "";
        for (String pair : own.split(";", -1)) {
            if (!PAIR.matcher(pair).matches() || !keys.add(pair.substring(0, pair.indexOf(':')))) {
                return Optional.empty();
            }
            if (pair.startsWith(THRESHOLD)) {
                threshold = pair.substring(THRESHOLD.length());
            } else if (pair.startsWith(RANDOMNESS)) {
                randomness = pair.substring(RANDOMNESS.length());
            } else {
                rest.add(pair);
            }
        }
        boolean complete = keys.contains("th") == !threshold.isEmpty() && keys.contains("rv") == !randomness.isEmpty();
        return complete
                ? Marks.parse(threshold, randomness).map(marks -> new TraceState(marks, rest, others))
                : Optional.empty();
    }

    /** The same with other marks. */
    TraceState with(Marks changed) {
        return new TraceState(changed, ownPairs, others);
    }

    /** The written form. What grows too long for the others to accept says nothing of the threshold. */
    @Override
    public String toString() {
        String own = own(marks);
        String kept = own.length() <= LONGEST_OWN ? own : own(marks.withoutThreshold());
        return String.join(
                ",",
                Stream.concat(kept.isEmpty() ? Stream.empty() : Stream.of(OWN + kept), others.stream())
                        .limit(Math.max(MOST_MEMBERS, others.size()))
                        .toList());
    }

    private String own(Marks written) {
        List<String> pairs = new ArrayList<>();
        if (!written.randomness().isEmpty()) {
            pairs.add(RANDOMNESS + written.randomness());
        }
        if (written.threshold() != null) {
            pairs.add(THRESHOLD + written.threshold());
        }
        pairs.addAll(ownPairs);
        return String.join(";", pairs);
    }
}
