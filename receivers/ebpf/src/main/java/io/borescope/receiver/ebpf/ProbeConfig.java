package io.borescope.receiver.ebpf;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One probe group. */
public record ProbeConfig(
        @Doc("Whether its programs are loaded and attached.")
        Boolean enabled,

        @Doc("Whether the receiver refuses to start where the kernel takes none of its ways.")
        Boolean required,

        @Doc("System calls to observe instead of the usual ones; only for groups of system calls.") @Nullable
        List<String> calls) {
    public ProbeConfig {
        enabled = requireNonNullElse(enabled, true);
        required = requireNonNullElse(required, false);
        calls = calls == null ? null : List.copyOf(calls);
    }
}
