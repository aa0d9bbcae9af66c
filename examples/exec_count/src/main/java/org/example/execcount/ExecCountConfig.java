package org.example.execcount;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;

/** What users configure. */
public record ExecCountConfig(@Doc("Time between two readings of the counts.") Duration interval)
        implements ComponentConfig {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    public ExecCountConfig {
        interval = requireNonNullElse(interval, Duration.ofSeconds(10));
    }

    @Override
    public void validate(Problems problems) {
        if (interval.compareTo(SHORTEST) < 0) {
            problems.add("interval", "%s is shorter than %s. Choose a longer one.", interval, SHORTEST);
        }
    }
}
