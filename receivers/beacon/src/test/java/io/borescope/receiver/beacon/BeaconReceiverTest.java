package io.borescope.receiver.beacon;

import static io.borescope.receiver.beacon.Bench.HOODI;
import static io.borescope.receiver.beacon.Bench.SECOND;
import static io.borescope.receiver.beacon.Bench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.config.Secret;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.SlotNetwork;
import io.borescope.api.time.Window;
import io.borescope.api.tls.TlsConfig;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestBeaconNode;
import io.borescope.testing.TestBeaconNode.Fault;
import io.borescope.testing.TestBeaconNode.Request;
import io.borescope.testing.TestBeaconNode.Syncing;
import io.borescope.testing.TestSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BeaconReceiverTest {
    private final TestBeaconNode node;
    private final TestBeaconNode other;

    BeaconReceiverTest() throws Exception {
        node = TestBeaconNode.start();
        other = TestBeaconNode.start().genesis(1_655_733_600).spec("CONFIG_NAME", "sepolia");
    }

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    @Test
    void publishesTheNodesSlotsAndMakesARowAtOnce() throws Exception {
        node.syncing(new Syncing(true, true, false, 2_116_143, 7));
        try (Bench bench = Bench.asking(node)) {
            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());

            assertThat(bench.slots()).contains(HOODI);
            assertThat(node.requests())
                    .extracting(Request::path)
                    .containsExactly("/eth/v1/beacon/genesis", "/eth/v1/config/spec", "/eth/v1/node/syncing");
            assertThat(node.requests())
                    .allMatch(request ->
                            "application/json".equals(request.headers().get("accept")));
            assertThat(bench.settings.lastStatus()).isEqualTo("ok");
            assertThat(bench.counted(Outcome.OK)).isEqualTo(3);

            MetricBatch row = bench.rows.batches().getFirst();
            assertThat(row.descriptor()).isEqualTo(SyncStateRows.SYNC_STATE);
            assertThat(Bench.value(row, "cl_syncing")).isEqualTo(1);
            assertThat(Bench.value(row, "el_optimistic")).isEqualTo(1);
            assertThat(Bench.value(row, "el_offline")).isZero();
            assertThat(Bench.value(row, "head_slot")).isEqualTo(2_116_143);
            assertThat(Bench.value(row, "sync_distance")).isEqualTo(7);
            // (1,767,607,202 - 1,742,213,400) / 12 = 2,116,150.17; / 32 = 66,129.7
            assertThat(row.window())
                    .isEqualTo(new Window(
                            row.window().sequence(),
                            bench.clock.mapping(),
                            START,
                            START,
                            2_116_150,
                            1_767_607_200 * SECOND,
                            66_129));
        }
    }

    @Test
    void readsNumbersWithoutQuotes() throws Exception {
        node.rewrite(answer -> answer.replaceAll("\"(\\d+)\"", "$1"));
        try (Bench bench = Bench.asking(node)) {
            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());
            assertThat(bench.slots()).contains(HOODI);
        }
    }

    @Test
    void readsMillisecondsWhereTheNodeGivesThem() throws Exception {
        node.spec("SLOT_DURATION_MS", "6500").withoutSpec("SECONDS_PER_SLOT");
        try (Bench bench = Bench.asking(node)) {
            bench.until("slots are known", () -> bench.slots().isPresent());
            assertThat(bench.slots()).contains(new SlotClock(1_742_213_400 * SECOND, 6_500_000_000L, 32));
        }
    }

    @Test
    void millisecondsCountWhereSecondsDiffer() throws Exception {
        node.spec("SLOT_DURATION_MS", "6000");
        try (Bench bench = Bench.asking(node)) {
            bench.until("slots are known", () -> bench.slots().isPresent());
            assertThat(bench.slots().orElseThrow().slotNanos()).isEqualTo(6 * SECOND);
        }
    }

    @Test
    void startsWithoutANodeAndAdoptsItWhenItAppears() throws Exception {
        node.fail(Fault.REFUSE);
        try (Bench bench = Bench.asking(node)) {
            bench.untilCounted(Outcome.UNREACHABLE, 1);
            assertThat(bench.slots()).isEmpty();
            assertThat(bench.settings.lastStatus())
                    .startsWith("recoverable: no beacon node answers (GET http://localhost:")
                    .endsWith("no slots are known, so windows are cut by wall time until a node answers");

            node.fail(Fault.NONE);
            bench.clock.advance(Duration.ofSeconds(1));
            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());
            assertThat(bench.slots()).contains(HOODI);
            assertThat(bench.settings.lastStatus()).isEqualTo("ok");
        }
    }

    @Test
    void goesByTheConfiguredNetworkUntilANodeConfirmsIt() throws Exception {
        node.fail(Fault.REFUSE);
        try (Bench bench = new Bench(Bench.config(SlotNetwork.HOODI, null, node))) {
            assertThat(bench.slots()).contains(HOODI);
            bench.untilCounted(Outcome.UNREACHABLE, 1);
            assertThat(bench.settings.lastStatus())
                    .endsWith("slots in use (configured): hoodi, slots of 12s from 2025-03-17T12:10:00Z, 32 per epoch");

            node.fail(Fault.NONE);
            bench.clock.advance(Duration.ofSeconds(1));
            bench.until("all is well", () -> bench.settings.lastStatus().equals("ok"));
            assertThat(bench.settings.counted("slot_clock_changes")).isEqualTo(1);
        }
    }

    @Test
    void aNodeOfAnotherNetworkIsFollowedAndReported() throws Exception {
        try (Bench bench = new Bench(Bench.config(SlotNetwork.MAINNET, null, node))) {
            assertThat(bench.slots()).contains(SlotNetwork.MAINNET.slots());
            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());

            assertThat(bench.slots()).contains(HOODI);
            assertThat(bench.settings.lastStatus())
                    .startsWith("recoverable: the node is of another network than is configured (mainnet, slots of")
                    .contains("hoodi, slots of 12s")
                    .endsWith("Correct network or endpoint.");
        }
    }

    @Test
    void withoutAnEndpointItOnlyPublishesTheConfiguredSlots() throws Exception {
        try (Bench bench = new Bench(Bench.config(SlotNetwork.GNOSIS, null))) {
            assertThat(bench.slots()).contains(SlotNetwork.GNOSIS.slots());
            assertThat(bench.settings.lastStatus()).isEqualTo("ok");
            bench.clock.advance(Duration.ofHours(1));
            assertThat(bench.settings.crank()).isZero();
            assertThat(bench.rows.batches()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, UNREACHABLE",
        "ERROR, REFUSED",
        "NOT_FOUND, REFUSED",
        "REDIRECT, REFUSED",
        "GARBAGE, BAD_ANSWER",
        "HUGE, BAD_ANSWER",
    })
    void aNodeThatFailsIsCountedAndTheNextIsAsked(Fault fault, Outcome outcome) throws Exception {
        node.fail(fault);
        try (Bench bench = Bench.asking(node, other)) {
            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());

            assertThat(bench.counted(outcome)).isEqualTo(1);
            assertThat(bench.slots()).contains(SlotNetwork.SEPOLIA.slots());
            assertThat(bench.settings.lastStatus()).isEqualTo("ok");
            bench.clock.advance(Duration.ofSeconds(4));
            bench.untilCounted(Outcome.OK, 4);
            assertThat(bench.counted(outcome))
                    .as("it stays with the one that works")
                    .isEqualTo(1);
        }
    }

    @Test
    void aNodeThatHangsIsGivenUpAfterTheTimeout() throws Exception {
        node.fail(Fault.HANG);
        try (Bench bench = Bench.asking(node, other)) {
            bench.until("it is asked", () -> !node.requests().isEmpty());
            bench.settings.crank();
            assertThat(bench.counted(Outcome.TIMED_OUT)).isZero();

            bench.clock.advance(Duration.ofSeconds(2));
            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());
            assertThat(bench.counted(Outcome.TIMED_OUT)).isEqualTo(1);
            assertThat(bench.slots()).contains(SlotNetwork.SEPOLIA.slots());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "genesis_time":"1742213400" | "genesis_time":"soon"      | has a genesis_time that is no whole number: soon
            "genesis_time":"1742213400" | "genesis_time":"0"         | has a genesis_time that is not between 1 and
            "genesis_time":"1742213400" | "genesis_time":-5          | has a genesis_time that is no whole number: -5
            "genesis_time":"1742213400" | "genesis_time":{"a":1}     | has no genesis_time
            "SECONDS_PER_SLOT":"12"     | "SECONDS_PER_SLOT":"0"     | has a SECONDS_PER_SLOT that is not between 1 and 3600: 0
            "SLOTS_PER_EPOCH":"32"      | "SLOTS_PER_EPOCH":"1e3"    | has a SLOTS_PER_EPOCH that is no whole number: 1e3
            "is_syncing":false          | "is_syncing":"perhaps"     | has a is_syncing that is neither true nor false
            "head_slot":"1000"          | "head":"1000"              | has no head_slot
            {"data"                     | {"dada"                    | has no object called data
            """)
    void anAnswerThatIsNotWhatWasAskedForIsRefusedWithTheReason(String right, String wrong, String reason)
            throws Exception {
        node.rewrite(answer -> answer.replace(right, wrong));
        try (Bench bench = Bench.asking(node)) {
            bench.untilCounted(Outcome.BAD_ANSWER, 1);
            assertThat(bench.settings.lastStatus()).contains("the answer " + reason);
            assertThat(bench.rows.batches()).isEmpty();
        }
    }

    @Test
    void saysWhereARedirectLeads() throws Exception {
        node.fail(Fault.REDIRECT);
        try (Bench bench = Bench.asking(node)) {
            bench.untilCounted(Outcome.REFUSED, 1);
            assertThat(bench.settings.lastStatus())
                    .contains("HTTP 302, a redirect to /elsewhere, which is not followed. Put it into endpoint.");
            assertThat(node.requests()).hasSize(1);
        }
    }

    @Test
    void restsLongerAndLongerWhileNobodyAnswers() throws Exception {
        node.fail(Fault.ERROR);
        try (Bench bench = Bench.asking(node)) {
            List<Double> restSeconds = new ArrayList<>();
            for (int round = 1; round <= 9; round++) {
                long before = bench.clock.monotonicNanos();
                while (bench.settings.crank() == 0) {
                    bench.clock.advance(Duration.ofMillis(10));
                }
                bench.untilCounted(Outcome.REFUSED, round);
                restSeconds.add((bench.clock.monotonicNanos() - before) / (double) SECOND);
            }
            double[] longest = {0, 1, 2, 4, 8, 16, 32, 64, 64};
            for (int i = 0; i < longest.length; i++) {
                assertThat(restSeconds.get(i)).isBetween(longest[i] / 2, longest[i] + 0.02);
            }
        }
    }

    @Test
    void makesARowPerIntervalAndNoneWhileNobodyAnswers() throws Exception {
        try (Bench bench = Bench.asking(node)) {
            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());
            for (int i = 2; i <= 7; i++) { // 24 s of polls
                bench.clock.advance(Duration.ofSeconds(4));
                bench.untilCounted(Outcome.OK, 2 + i);
            }
            assertThat(bench.rows.batches())
                    .extracting(row -> row.window().startEpochNanos() - START)
                    .containsExactly(0L, 12 * SECOND, 24 * SECOND);

            node.fail(Fault.ERROR);
            bench.clock.advance(Duration.ofSeconds(4));
            bench.untilCounted(Outcome.REFUSED, 1);
            bench.clock.advance(Duration.ofMinutes(1));
            bench.untilCounted(Outcome.REFUSED, 2);
            assertThat(bench.rows.batches()).hasSize(3);

            node.fail(Fault.NONE).syncing(new Syncing(false, false, true, 5, 6));
            bench.clock.advance(Duration.ofMinutes(1));
            bench.until("there is a row again", () -> bench.rows.batches().size() == 4);
            assertThat(Bench.value(bench.rows.batches().getLast(), "el_offline"))
                    .isEqualTo(1);
        }
    }

    @Test
    void rowsBeforeGenesisHaveNoSlot() throws Exception {
        node.genesis(START / SECOND + 3600);
        try (Bench bench = Bench.asking(node)) {
            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());
            Window window = bench.rows.batches().getFirst().window();
            assertThat(window.slot()).isEqualTo(Window.NO_SLOT);
            assertThat(window.epoch()).isEqualTo(Window.NO_EPOCH);
            assertThat(window.slotStartEpochNanos()).isEqualTo(START);
        }
    }

    @Test
    void aNodeThatWasSetUpAnewIsNoticed() throws Exception {
        try (Bench bench = Bench.asking(node)) {
            bench.until("there is a row", () -> !bench.rows.batches().isEmpty());
            node.genesis(1_700_000_000);
            bench.clock.advance(Duration.ofMinutes(10));
            bench.untilCounted(Outcome.OK, 4); // the last question of the old kind
            bench.clock.advance(Duration.ofSeconds(4));
            bench.untilCounted(Outcome.OK, 7);
            assertThat(bench.slots().orElseThrow().genesisEpochNanos()).isEqualTo(1_700_000_000 * SECOND);
            assertThat(bench.settings.counted("slot_clock_changes")).isEqualTo(2);
        }
    }

    @Test
    void sendsItsHeadersAndTakesAnAddressWithAPath() throws Exception {
        BeaconReceiverConfig config = Bench.config(
                List.of(URI.create(node.endpoint() + "/proxy/")),
                Map.of("Authorization", new Secret("Bearer of tidings")),
                TlsConfig.DEFAULT,
                null,
                null);
        try (Bench bench = new Bench(config)) {
            bench.untilCounted(Outcome.REFUSED, 1);
            assertThat(node.requests().getFirst().path()).isEqualTo("/proxy/eth/v1/beacon/genesis");
            assertThat(node.requests().getFirst().headers()).containsEntry("authorization", "Bearer of tidings");
            assertThat(bench.settings.lastStatus()).doesNotContain("tidings").doesNotContain("proxy");
        }
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new BeaconReceiverFactory()
                .create(
                        new TestSettings("beacon", new HandClock(0, START)),
                        Bench.config(SlotNetwork.HOODI, null, node),
                        new Collected<>(Signal.METRICS)));
    }
}
