package io.borescope.receiver.ebpf;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;

/** One probe group. */
public record ProbeConfig(
        @Doc("Whether its programs are loaded and attached.")
        Boolean enabled) {
    public ProbeConfig {
        enabled = requireNonNullElse(enabled, true);
    }
}
