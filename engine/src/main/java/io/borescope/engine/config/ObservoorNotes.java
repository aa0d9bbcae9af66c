package io.borescope.engine.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What is said about a configuration for Observoor while it is translated, and the values that need a word. */
final class ObservoorNotes {
    /** Where most keys stand. */
    static final String AGGREGATED = "sinks.aggregated.";

    static final String RESOLUTION = AGGREGATED + "resolution.";

    private final Report report;
    private final Node root;

    /**
     * @param report gets the notes, as warnings
     * @param root of the configuration, to find where a key stands
     */
    ObservoorNotes(Report report, Node root) {
        this.report = report;
        this.root = root;
    }

    /** Says something about a key. */
    void note(String key, String message) {
        report.warning(Location.find(root, key), key, message);
    }

    /** A duration above zero, as text. */
    String positive(String key, String text, Duration otherwise) {
        Duration duration = duration(key, text, otherwise);
        return Durations.text(duration.isZero() ? otherwise : duration);
    }

    /** A duration in any form that Observoor takes. */
    Duration duration(String key, String text, Duration otherwise) {
        Optional<Duration> duration = HumanDuration.parse(text);
        if (duration.isEmpty()) {
            note(key, "%s is not a duration; %s is taken.".formatted(Report.quoted(text), Durations.text(otherwise)));
        }
        return duration.orElse(otherwise);
    }

    /** The nearest duration that is possible here, as text. */
    String within(String key, Duration duration, Duration shortest, Duration longest) {
        Duration possible = duration.compareTo(shortest) < 0 ? shortest : duration;
        possible = possible.compareTo(longest) > 0 ? longest : possible;
        if (!possible.equals(duration)) {
            note(key, "%s is out of range; %s is taken.".formatted(Durations.text(duration), Durations.text(possible)));
        }
        return Durations.text(possible);
    }

    /** Takes user and password out of an address and makes a header of them. */
    String withoutUser(String key, String address, Map<String, Object> headers) {
        int scheme = address.indexOf("://");
        int at = address.indexOf('@');
        int path = scheme < 0 ? -1 : address.indexOf('/', scheme + 3);
        if (scheme < 0 || at < 0 || (path >= 0 && at > path)) {
            return address;
        }
        byte[] user = address.substring(scheme + 3, at).getBytes(StandardCharsets.UTF_8);
        headers.put("authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        note(key, "held a user and a password, which are in the header \"authorization\" now.");
        return address.substring(0, scheme + 3) + address.substring(at + 1);
    }
}
