package io.borescope.receiver.hostspecs;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;

/** What users write under {@code host_specs}. */
public record HostSpecsConfig(
        @Doc("How often a row is made after the first, from 1s to 24h.")
        Duration interval,

        @Doc(
                "Serial numbers of memory modules and disks: none, hashed (the same part can be recognised on the same host) or plain.")
        Serials serials)
        implements ComponentConfig {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    public HostSpecsConfig {
        interval = requireNonNullElse(interval, Duration.ofHours(1));
        serials = requireNonNullElse(serials, Serials.NONE);
    }

    @Override
    public void validate(Problems problems) {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            problems.add("interval", "%s is out of range. Use 1s to 24h.", interval);
        }
    }
}
