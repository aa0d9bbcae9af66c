package io.borescope.processor.clienttag;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.List;

/** What users write under {@code client_tag}. */
public record ClientTagConfig(
        @Doc(
                "Rules that say which client a process is; the first that matches decides. Asked after the rule by which the process"
                        + " receiver selected the process, and before the well-known names.")
        List<ClientRule> clients,

        @Doc("What a process is called that nothing recognises: unknown, or name for its own name.")
        Fallback fallback)
        implements ComponentConfig {

    private static final int MOST_RULES = 1_000;

    /** What a process is called that nothing recognises. */
    public enum Fallback {
        /** {@code unknown}. */
        UNKNOWN,
        /** The kernel's name of it. */
        NAME
    }

    public ClientTagConfig {
        clients = List.copyOf(requireNonNullElse(clients, List.of()));
        fallback = requireNonNullElse(fallback, Fallback.UNKNOWN);
    }

    @Override
    public void validate(Problems problems) {
        if (clients.size() > MOST_RULES) {
            problems.add("clients", "%d rules are too many. Use up to %d.", clients.size(), MOST_RULES);
        }
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).validate(problems.within("clients[" + i + "]"));
        }
    }
}
