package io.borescope.receiver.bpfobject;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.bpf.btf.FieldPath;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log record for each event. */
public record LogsConfig(
        @Doc("What kind of event it is, in OpenTelemetry's words.")
        String eventName,

        @Doc("Path of the field that becomes the body.") @Nullable
        String body,

        @Doc("Attribute by path of a field. Left out: every field that can be read, under its own name.")
        Map<String, String> attributes) {

    private static final int MOST_ATTRIBUTES = 128;

    public LogsConfig {
        eventName = requireNonNullElse(eventName, "");
    }

    void validate(Problems problems) {
        if (body != null && !FieldPath.isValid(body)) {
            problems.add("body", "\"%s\" is no path. Write one such as comm.", body);
        }
        if (attributes.size() > MOST_ATTRIBUTES) {
            problems.add("attributes", "are %d. Use %d at most.", attributes.size(), MOST_ATTRIBUTES);
        }
        attributes.forEach((attribute, path) -> {
            if (!FieldPath.isValid(path)) {
                problems.add("attributes." + attribute, "\"%s\" is no path. Write one such as comm.", path);
            }
        });
    }
}
