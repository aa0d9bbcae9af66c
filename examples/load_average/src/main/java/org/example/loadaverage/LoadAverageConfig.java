package org.example.loadaverage;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.nio.file.Path;
import java.time.Duration;

/** What users configure. What they leave out arrives as null and gets its default here. */
public record LoadAverageConfig(
        @Doc("Time between two readings.") Duration interval,
        @Doc("The file that the kernel shows its load in.") Path file)
        implements ComponentConfig {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    public LoadAverageConfig {
        interval = requireNonNullElse(interval, Duration.ofSeconds(5));
        file = requireNonNullElse(file, Path.of("/proc/loadavg"));
    }

    @Override
    public void validate(Problems problems) {
        if (interval.compareTo(SHORTEST) < 0) {
            problems.add("interval", "%s is shorter than %s. The kernel computes the load every 5s.", interval, SHORTEST);
        }
    }
}
