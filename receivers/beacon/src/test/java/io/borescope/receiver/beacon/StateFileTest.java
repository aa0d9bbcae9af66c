package io.borescope.receiver.beacon;

import static io.borescope.receiver.beacon.Bench.HOODI;
import static io.borescope.receiver.beacon.Bench.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.time.SlotClock;
import io.borescope.api.time.SlotNetwork;
import io.borescope.testing.TestBeaconNode;
import io.borescope.testing.TestBeaconNode.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StateFileTest {
    private static final ChainFacts FACTS = new ChainFacts(
            "devnet-7",
            new SlotClock(1_767_000_000 * SECOND, 6_500_000_000L, 8),
            new TreeMap<>(Map.of("ALTAIR", 0L, "FULU", 50_688L)));

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("beacon.json");
    }

    @Test
    void readsWhatItWrote() throws Exception {
        StateFile file = new StateFile(path());
        assertThat(file.read()).isEmpty();

        file.write(FACTS);
        assertThat(file.read()).contains(FACTS);
        file.write(new ChainFacts("", HOODI, new TreeMap<>()));
        assertThat(file.read().orElseThrow().slots()).isEqualTo(HOODI);
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aPartOfAFileIsNeverTakenForAWholeOne() throws Exception {
        new StateFile(path()).write(FACTS);
        String whole = Files.readString(path()).strip();
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(path(), whole.substring(0, length));
            assertThatThrownBy(() -> new StateFile(path()).read())
                    .as(whole.substring(0, length))
                    .isInstanceOf(BadAnswerException.class);
        }
    }

    @Test
    void theNextStartGoesByWhatANodeSaidBefore() throws Exception {
        try (TestBeaconNode node = TestBeaconNode.start()) {
            try (Bench first = new Bench(Bench.config(null, path(), node))) {
                first.until("there is a row", () -> !first.rows.batches().isEmpty());
            }
            node.fail(Fault.REFUSE);
            try (Bench second = new Bench(Bench.config(SlotNetwork.MAINNET, path(), node))) {
                assertThat(second.slots()).contains(HOODI);
                second.untilCounted(Outcome.UNREACHABLE, 1);
                assertThat(second.settings.lastStatus())
                        .endsWith(
                                "slots in use (last known, from %s): hoodi, slots of 12s from 2025-03-17T12:10:00Z, 32 per epoch"
                                        .formatted(path()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"genesis_time\":\"1\"}",
                "{\"genesis_time\":\"0\",\"SLOT_DURATION_MS\":\"12000\",\"SLOTS_PER_EPOCH\":\"32\"}",
                "{\"genesis_time\":\"5\",\"SLOT_DURATION_MS\":\"1\",\"SLOTS_PER_EPOCH\":\"32\"}",
                "{\"genesis_time\":\"5\",\"SLOT_DURATION_MS\":\"12000\",\"SLOTS_PER_EPOCH\":\"32\"} and more",
            })
    void aDamagedFileIsLeftAsideAndReplacedWhenANodeAnswers(String content) throws Exception {
        Files.writeString(path(), content);
        try (TestBeaconNode node = TestBeaconNode.start();
                Bench bench = new Bench(Bench.config(SlotNetwork.SEPOLIA, path(), node))) {
            assertThat(bench.slots()).contains(SlotNetwork.SEPOLIA.slots());
            assertThat(bench.settings.counted("state_file_failures")).isEqualTo(1);

            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());
            assertThat(new StateFile(path()).read().orElseThrow().slots()).isEqualTo(HOODI);
        }
    }

    @Test
    void aFolderThatIsNotThereIsReportedAndNothingElseSuffers() throws Exception {
        try (TestBeaconNode node = TestBeaconNode.start();
                Bench bench = new Bench(Bench.config(null, folder.resolve("missing/beacon.json"), node))) {
            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());
            assertThat(bench.settings.counted("state_file_failures")).isEqualTo(1);
            assertThat(bench.slots()).contains(HOODI);
        }
    }
}
