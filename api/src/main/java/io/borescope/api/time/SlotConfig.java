package io.borescope.api.time;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Slots as users write them: a well-known network, or genesis and lengths. A group of keys for the configuration of any component.
 */
public record SlotConfig(
        @Doc("A network whose slots are known: mainnet, sepolia, holesky, hoodi or gnosis. Instead of the other keys.")
        @Nullable
        SlotNetwork network,

        @Doc("Start of slot 0: 2020-12-01T12:00:23Z, or seconds since the epoch.") @Nullable
        String genesis,

        @Doc("Length of a slot, from 10ms to 1h; 12s if left out.") @Nullable
        Duration duration,

        @Doc("Slots of an epoch; 32 if left out.") @Nullable Integer slotsPerEpoch)
        implements ComponentConfig {

    /** Shortest slot. */
    public static final Duration SHORTEST = Duration.ofMillis(10);

    /** Longest slot. */
    public static final Duration LONGEST = Duration.ofHours(1);

    /** Most slots of an epoch. */
    public static final int MOST_SLOTS_PER_EPOCH = 65_536;

    /** Genesis lies before this. */
    public static final Instant LATEST_GENESIS = Instant.parse("2200-01-01T00:00:00Z");

    private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");
    private static final Duration DEFAULT_DURATION = Duration.ofSeconds(12);
    private static final int DEFAULT_SLOTS_PER_EPOCH = 32;

    /** The slots of a network. */
    public static SlotConfig of(SlotNetwork network) {
        return new SlotConfig(network, null, null, null);
    }

    @Override
    public void validate(Problems problems) {
        if (duration != null && (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0)) {
            problems.add("duration", "%s is out of range. Use 10ms to 1h.", duration);
        }
        if (slotsPerEpoch != null && (slotsPerEpoch < 1 || slotsPerEpoch > MOST_SLOTS_PER_EPOCH)) {
            problems.add("slots_per_epoch", "%d is out of range. Use 1 to %d.", slotsPerEpoch, MOST_SLOTS_PER_EPOCH);
        }
        if (network == null) {
            validateGenesis(problems);
        } else if (genesis != null || duration != null || slotsPerEpoch != null) {
            problems.add("network", "%s says all about its slots. Leave the other keys out, or network.", network);
        }
    }

    private void validateGenesis(Problems problems) {
        if (genesis == null || genesis.isBlank()) {
            problems.add("genesis", "is missing. Name a network, or write when slot 0 began: 2020-12-01T12:00:23Z.");
            return;
        }
        try {
            Instant start = genesisTime(genesis);
            if (start.isBefore(Instant.EPOCH) || start.isAfter(LATEST_GENESIS)) {
                problems.add("genesis", "%s lies before 1970 or after 2200.", genesis);
            }
        } catch (DateTimeException e) {
            problems.add(
                    "genesis", "\"%s\" is not a time. Write 2020-12-01T12:00:23Z or seconds since the epoch.", genesis);
        }
    }

    /**
     * These slots.
     *
     * @throws IllegalStateException if the configuration has problems
     */
    public SlotClock toSlotClock() {
        if (network != null) {
            return network.slots();
        }
        if (genesis == null) {
            throw new IllegalStateException("neither network nor genesis is configured");
        }
        return new SlotClock(
                Duration.between(Instant.EPOCH, genesisTime(genesis)).toNanos(),
                requireNonNullElse(duration, DEFAULT_DURATION).toNanos(),
                requireNonNullElse(slotsPerEpoch, DEFAULT_SLOTS_PER_EPOCH));
    }

    private static Instant genesisTime(String text) {
        return SECONDS.matcher(text).matches()
                ? Instant.ofEpochSecond(Long.parseLong(text))
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    }
}
