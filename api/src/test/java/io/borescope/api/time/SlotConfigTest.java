package io.borescope.api.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotConfigTest {
    private static List<String> problems(SlotConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-12-01T12:00:23Z", "1606824023", "2020-12-01T13:00:23+01:00"})
    void readsGenesisAsATimeOrAsSeconds(String genesis) {
        SlotConfig slot = new SlotConfig(null, genesis, null, null);

        assertThat(problems(slot)).isEmpty();
        assertThat(slot.toSlotClock()).isEqualTo(SlotNetwork.MAINNET.slots());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "-5", "99999999999999", "1955-01-01T00:00:00Z", "9999999999", "", " "})
    void refusesAGenesisThatIsNone(String genesis) {
        assertThat(problems(new SlotConfig(null, genesis, null, null)))
                .singleElement()
                .asString()
                .startsWith("genesis: ");
    }

    @Test
    void takesAPreciseGenesisAndItsOwnLengths() {
        SlotConfig slot = new SlotConfig(null, "2026-01-01T00:00:00.000400001Z", Duration.ofMillis(250), 8);

        assertThat(problems(slot)).isEmpty();
        assertThat(slot.toSlotClock()).isEqualTo(new SlotClock(1_767_225_600_000_400_001L, 250_000_000, 8));
    }

    @Test
    void refusesLengthsOutOfRangeEachAtItsKey() {
        assertThat(problems(new SlotConfig(null, "0", Duration.ofMillis(9), 0)))
                .containsExactly(
                        "duration: PT0.009S is out of range. Use 10ms to 1h.",
                        "slots_per_epoch: 0 is out of range. Use 1 to 65536.");
    }

    @Test
    void aNetworkLeavesNothingElseToSay() {
        assertThat(problems(SlotConfig.of(SlotNetwork.HOODI))).isEmpty();
        assertThat(problems(new SlotConfig(SlotNetwork.HOODI, null, Duration.ofSeconds(12), null)))
                .containsExactly("network: hoodi says all about its slots. Leave the other keys out, or network.");
    }

    @Test
    void wantsANetworkOrAGenesis() {
        assertThat(problems(new SlotConfig(null, null, null, null)))
                .singleElement()
                .asString()
                .startsWith("genesis: is missing. Name a network");
    }

    @ParameterizedTest
    @CsvSource({
        "MAINNET, 2020-12-01T12:00:23Z, 12, 32",
        "SEPOLIA, 2022-06-20T14:00:00Z, 12, 32",
        "HOLESKY, 2023-09-28T12:00:00Z, 12, 32",
        "HOODI,   2025-03-17T12:10:00Z, 12, 32",
        "GNOSIS,  2021-12-08T19:55:40Z,  5, 16",
    })
    void knowsNetworks(SlotNetwork network, Instant genesis, long seconds, int slotsPerEpoch) {
        SlotClock slots = network.slots();

        assertThat(slots.genesisEpochNanos()).isEqualTo(genesis.getEpochSecond() * 1_000_000_000);
        assertThat(slots.slotNanos()).isEqualTo(seconds * 1_000_000_000);
        assertThat(slots.slotsPerEpoch()).isEqualTo(slotsPerEpoch);
        assertThat(SlotNetwork.of(slots)).contains(network);
    }
}
