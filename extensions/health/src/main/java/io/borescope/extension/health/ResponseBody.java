package io.borescope.extension.health;

import io.borescope.api.config.Doc;
import org.jspecify.annotations.Nullable;

/** What users write under {@code response_body}. */
public record ResponseBody(
        @Doc("Text of the answer while the agent is ready.") @Nullable
        String healthy,

        @Doc("Text of the answer while it is not.") @Nullable
        String unhealthy) {}
