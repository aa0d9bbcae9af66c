package io.borescope.processor.slotwindow;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.time.SlotClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** What users write under {@code slot}. */
public record SlotConfig(
        @Doc("Start of slot 0: 2020-12-01T12:00:23Z, or seconds since the epoch.")
        String genesis,

        @Doc("Length of a slot.") Duration duration)
        implements ComponentConfig {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");
    private static final Instant LATEST_GENESIS = Instant.parse("2200-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofHours(1);

    public SlotConfig {
        genesis = requireNonNullElse(genesis, "");
        duration = requireNonNullElse(duration, Duration.ofSeconds(12));
    }

    @Override
    public void validate(Problems problems) {
        if (duration.compareTo(Duration.ofMillis(10)) < 0 || duration.compareTo(LONGEST) > 0) {
            problems.add("duration", "%s is out of range. Use 10ms to 1h.", duration);
        }
        if (genesis.isBlank()) {
            problems.add("genesis", "is missing. Write when slot 0 began: 2020-12-01T12:00:23Z.");
            return;
        }
        try {
            Instant start = genesisTime();
            if (start.isBefore(Instant.EPOCH) || start.isAfter(LATEST_GENESIS)) {
                problems.add("genesis", "%s lies before 1970 or after 2200.", genesis);
            }
        } catch (DateTimeException e) {
            problems.add(
                    "genesis", "\"%s\" is not a time. Write 2020-12-01T12:00:23Z or seconds since the epoch.", genesis);
        }
    }

    /** These slots. Only for a configuration without problems. */
    SlotClock toSlotClock() {
        return new SlotClock(Duration.between(Instant.EPOCH, genesisTime()).toNanos(), duration.toNanos(), 32);
    }

    private Instant genesisTime() {
        return SECONDS.matcher(genesis).matches()
                ? Instant.ofEpochSecond(Long.parseLong(genesis))
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(genesis, Instant::from);
    }
}
