package io.borescope.processor.clienttag;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What users write under {@code client_tag}. */
public record ClientTagConfig(
        @Doc("What a process is called that nothing recognises: unknown, or name for its own name.")
        Fallback fallback,

        @Doc(
                "What rows say about a process beside its client, of what the process receiver knows: container.id, k8s.pod.uid, systemd.unit, process.group.")
        List<String> attributes)
        implements ComponentConfig {

    private static final int MOST_ATTRIBUTES = 16;

    /** What a process is called that nothing recognises. */
    public enum Fallback {
        /** {@code unknown}. */
        UNKNOWN,
        /** The kernel's name of it. */
        NAME
    }

    public ClientTagConfig {
        fallback = requireNonNullElse(fallback, Fallback.UNKNOWN);
        attributes = List.copyOf(attributes);
    }

    @Override
    public void validate(Problems problems) {
        if (attributes.size() > MOST_ATTRIBUTES) {
            problems.add("attributes", "%d are too many. Use up to %d.", attributes.size(), MOST_ATTRIBUTES);
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).isBlank() || !seen.add(attributes.get(i))) {
                problems.add("attributes[" + i + "]", "is empty or given twice. Remove it.");
            }
        }
    }
}
