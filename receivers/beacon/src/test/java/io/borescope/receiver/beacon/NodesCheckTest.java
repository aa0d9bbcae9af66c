package io.borescope.receiver.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.diagnosis.Finding;
import io.borescope.api.time.SlotNetwork;
import io.borescope.testing.CheckContract;
import io.borescope.testing.TestBeaconNode;
import io.borescope.testing.TestBeaconNode.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodesCheckTest {
    private static final String HOODI = "hoodi, slots of 12s from 2025-03-17T12:10:00Z, 32 per epoch";

    @Test
    void tellsWhatEachNodeSaysAndWhatIsWrongWithTheOthers() throws Exception {
        try (TestBeaconNode node = TestBeaconNode.start();
                TestBeaconNode sepolia = TestBeaconNode.start();
                TestBeaconNode failing = TestBeaconNode.start();
                TestBeaconNode absent = TestBeaconNode.start()) {
            sepolia.genesis(1_655_733_600);
            failing.fail(Fault.NOT_FOUND);
            absent.fail(Fault.REFUSE);
            List<Finding> findings = CheckContract.check(
                    new NodesCheck(Bench.config(SlotNetwork.HOODI, null, node, sepolia, failing, absent)));

            assertThat(findings)
                    .containsExactly(
                            Finding.ok("slots", HOODI),
                            Finding.ok("beacon node " + node.endpoint(), HOODI),
                            Finding.warning(
                                    "beacon node " + sepolia.endpoint(),
                                    "sepolia, slots of 12s from 2022-06-20T14:00:00Z, 32 per epoch, which is not what is configured",
                                    "Correct network or endpoint."),
                            Finding.warning(
                                    "beacon node " + failing.endpoint(),
                                    "HTTP 404: {\"code\":404,\"message\":\"not known yet\"}",
                                    "Start the node with its HTTP API, or correct endpoint; the rest works without it."),
                            Finding.warning(
                                    "beacon node " + absent.endpoint(),
                                    "cannot connect; is the endpoint right, and does anybody listen there?",
                                    "Start the node with its HTTP API, or correct endpoint; the rest works without it."));
        }
    }

    @Test
    void tellsTheConfiguredSlotsWithoutANode() throws Exception {
        assertThat(CheckContract.check(new NodesCheck(Bench.config(SlotNetwork.GNOSIS, null))))
                .containsExactly(Finding.ok("slots", "gnosis, slots of 5s from 2021-12-08T19:55:40Z, 16 per epoch"));
    }
}
