package io.borescope.receiver.beacon;

import io.borescope.api.time.SlotClock;
import io.borescope.api.time.SlotConfig;
import io.borescope.api.time.SlotNetwork;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is known about a chain.
 *
 * @param network what a node or a configuration calls it, or empty
 * @param slots its slots
 * @param forkEpochs epochs of its forks by name ({@code ALTAIR}), those without a date left out; for information
 */
record ChainFacts(String network, SlotClock slots, SortedMap<String, Long> forkEpochs) {
    static final String GENESIS_TIME = "genesis_time";
    static final String CONFIG_NAME = "CONFIG_NAME";
    static final String SLOT_DURATION_MS = "SLOT_DURATION_MS";
    static final String SECONDS_PER_SLOT = "SECONDS_PER_SLOT";
    static final String SLOTS_PER_EPOCH = "SLOTS_PER_EPOCH";
    static final String FORK_EPOCH_SUFFIX = "_FORK_EPOCH";

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final Pattern NAME = Pattern.compile("[\\w.-]{1,64}");
    private static final Pattern FORK_EPOCH = Pattern.compile("[A-Z0-9_]{1,40}" + FORK_EPOCH_SUFFIX);

    ChainFacts {
        forkEpochs = Collections.unmodifiableSortedMap(new TreeMap<>(forkEpochs));
    }

    /**
     * Reads what a node says.
     *
     * @param genesis its answer about genesis
     * @param spec its answer about its configuration
     */
    static ChainFacts of(Members genesis, Members spec) throws BadAnswerException {
        long seconds = genesis.number(GENESIS_TIME, 1, SlotConfig.LATEST_GENESIS.getEpochSecond());
        int slotsPerEpoch = (int) spec.number(SLOTS_PER_EPOCH, 1, SlotConfig.MOST_SLOTS_PER_EPOCH);
        SlotClock slots = new SlotClock(seconds * SECOND, slotMillis(spec) * MILLI, slotsPerEpoch);
        return new ChainFacts(configName(spec), slots, forks(spec));
    }

    /** Seconds per slot cannot say all that milliseconds can, so these count where both are given. */
    private static long slotMillis(Members spec) throws BadAnswerException {
        return spec.find(SLOT_DURATION_MS) != null
                ? spec.number(SLOT_DURATION_MS, SlotConfig.SHORTEST.toMillis(), SlotConfig.LONGEST.toMillis())
                : spec.number(SECONDS_PER_SLOT, 1, SlotConfig.LONGEST.toSeconds()) * 1000;
    }

    private static String configName(Members spec) {
        String name = spec.find(CONFIG_NAME);
        return name != null && NAME.matcher(name).matches() ? name : "";
    }

    private static SortedMap<String, Long> forks(Members spec) throws BadAnswerException {
        SortedMap<String, Long> forks = new TreeMap<>();
        for (String name : spec.names()) {
            if (FORK_EPOCH.matcher(name).matches()) {
                long epoch = spec.number(name);
                if (epoch < Long.MAX_VALUE) { // a fork without a date has the largest number there is
                    forks.put(name.substring(0, name.length() - FORK_EPOCH_SUFFIX.length()), epoch);
                }
            }
        }
        return forks;
    }

    /** The name of the network that is known to have these slots, else what a node calls it; or empty. */
    String name() {
        return SlotNetwork.of(slots).map(SlotNetwork::toString).orElse(network);
    }

    /** For messages: {@code hoodi, slots of 12s from …}. */
    String description() {
        return (name().isEmpty() ? "" : name() + ", ") + slots;
    }
}
