package io.borescope.api.time;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Networks whose slots are known by name. Users write the names in lower case.
 *
 * @see <a href="https://github.com/eth-clients">Ethereum's networks</a>
 * @see <a href="https://github.com/gnosischain/configs">Gnosis Chain</a>
 */
public enum SlotNetwork {
    /** Ethereum's main network, from 2020-12-01T12:00:23Z. */
    MAINNET(1_606_824_023, 12, 32),
    /** A test network, from 2022-06-20T14:00:00Z. */
    SEPOLIA(1_655_733_600, 12, 32),
    /** A test network, from 2023-09-28T12:00:00Z. */
    HOLESKY(1_695_902_400, 12, 32),
    /** A test network, from 2025-03-17T12:10:00Z. */
    HOODI(1_742_213_400, 12, 32),
    /** Gnosis Chain, from 2021-12-08T19:55:40Z. */
    GNOSIS(1_638_993_340, 5, 16);

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long genesisEpochSeconds;
    private final long slotSeconds;
    private final int slotsPerEpoch;

    SlotNetwork(long genesisEpochSeconds, long slotSeconds, int slotsPerEpoch) {
        this.genesisEpochSeconds = genesisEpochSeconds;
        this.slotSeconds = slotSeconds;
        this.slotsPerEpoch = slotsPerEpoch;
    }

    /** Its slots. */
    public SlotClock slots() {
        return new SlotClock(genesisEpochSeconds * NANOS_PER_SECOND, slotSeconds * NANOS_PER_SECOND, slotsPerEpoch);
    }

    /** The network that has these slots. */
    public static Optional<SlotNetwork> of(SlotClock slots) {
        return Stream.of(values())
                .filter(network -> network.slots().equals(slots))
                .findFirst();
    }

    /** The name as users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
