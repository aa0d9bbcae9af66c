package ${package};

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
#if( $kind != "processor" )
import java.nio.file.Path;
#end
#if( $kind == "receiver" )
import java.time.Duration;
#end

/** What users configure. What they leave out arrives as null and gets its default here. */
#if( $kind == "receiver" )
public record ${className}Config(
        @Doc("Time between two readings.") Duration interval,
        @Doc("The file that holds the number, before a blank if more follows.") Path file)
        implements ComponentConfig {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    public ${className}Config {
        interval = requireNonNullElse(interval, Duration.ofSeconds(5));
        file = requireNonNullElse(file, Path.of("/proc/uptime"));
    }

    /** Says all that is wrong: where, what was found, and what to do. */
    @Override
    public void validate(Problems problems) {
        if (interval.compareTo(SHORTEST) < 0) {
            problems.add("interval", "%s is shorter than %s. Choose a longer one.", interval, SHORTEST);
        }
    }
}
#elseif( $kind == "processor" )
public record ${className}Config(
        @Doc("Number of OpenTelemetry, 1 (trace) to 24 (fatal), from which records are let through.") Integer minSeverity)
        implements ComponentConfig {
    public ${className}Config {
        minSeverity = requireNonNullElse(minSeverity, 9);
    }

    /** Says all that is wrong: where, what was found, and what to do. */
    @Override
    public void validate(Problems problems) {
        if (minSeverity < 1 || minSeverity > 24) {
            problems.add("min_severity", "%d is no severity. Use 1 to 24; 9 is info, 17 is error.", minSeverity);
        }
    }
}
#else
public record ${className}Config(@Doc("The file, to whose end lines are added.") Path file) implements ComponentConfig {
    public ${className}Config {
        file = requireNonNullElse(file, Path.of(""));
    }

    /** Says all that is wrong: where, what was found, and what to do. */
    @Override
    public void validate(Problems problems) {
        if (file.toString().isEmpty()) {
            problems.add("file", "is missing. Say where the lines go: file: /var/log/${type}.txt.");
        }
    }
}
#end
