package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.NetEvent;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessRecord;
import io.borescope.bpf.KernelSupport;
import io.borescope.bpf.ProbeGroup;
import io.borescope.receiver.ebpf.SeenEvents.Transfer;
import io.borescope.testing.Imitation;
import io.borescope.testing.LiveKernel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients are started after the receivers, and what the kernel tells of their connection is labelled. */
final class PortLabelsLiveTest {
    private static final EbpfReceiverConfig TRANSFERS =
            LiveReceivers.observing(1, null, ProbeGroup.TCP_SEND, ProbeGroup.TCP_RECV);
    private static final int BYTES = 23;
    private static final int SOME_PORT = 50_001;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void bothEndsOfAnEngineConnectionHaveItsLabel(@TempDir Path folder) throws Exception {
        int engine = freePort();
        try (LiveReceivers receivers = LiveReceivers.followGroup("ethereum", TRANSFERS);
                Imitation geth =
                        Imitation.start(folder, "geth", List.of("geth", "--authrpc.port", Integer.toString(engine)));
                Imitation lighthouse =
                        Imitation.start(folder, "lighthouse", List.of("lighthouse", "bn", "--peer=teku.example"))) {
            assertThat(geth.listen("tcp", engine))
                    .as("a port that was free a moment ago")
                    .isEqualTo(engine);
            receivers.await(() -> isKnown(receivers, geth) && isKnown(receivers, lighthouse));
            int server = process(receivers, geth).process();
            int client = process(receivers, lighthouse).process();
            receivers.await(() -> label(receivers, client, SOME_PORT, engine).equals("el_engine_api"));

            lighthouse.tell("connect " + engine);
            geth.tell("accept");
            geth.say("echo " + BYTES);
            lighthouse.tell("exchange " + BYTES);
            geth.expect("ok");
            receivers.awaitEverythingUntilNow();

            assertLabelled(receivers, server);
            assertLabelled(receivers, client);
            assertThat(receivers.events().transfers(client))
                    .extracting(Transfer::remotePort)
                    .containsOnly(engine);
            assertThat(process(receivers, geth))
                    .returns("geth", ProcessRecord::client)
                    .extracting(ProcessRecord::attributes)
                    .satisfies(attributes ->
                            assertThat(attributes).containsAllEntriesOf(Map.of("process.group", "ethereum/execution")));
            assertThat(process(receivers, lighthouse).client()).isEqualTo("lighthouse");
        }
    }

    private static void assertLabelled(LiveReceivers receivers, int process) {
        assertThat(receivers.events().transfers(process))
                .extracting(Transfer::receive)
                .as("both directions")
                .contains(true, false);
        assertThat(receivers.events().transfers(process)).allSatisfy(transfer -> {
            assertThat(transfer.transport()).isEqualTo(NetEvent.TCP);
            assertThat(label(receivers, process, transfer.localPort(), transfer.remotePort()))
                    .isEqualTo("el_engine_api");
        });
    }

    private static String label(LiveReceivers receivers, int process, int localPort, int remotePort) {
        PortTable ports = receivers.ports();
        return ports.label(ports.labelOf(process, NetEvent.TCP, localPort, remotePort));
    }

    private static boolean isKnown(LiveReceivers receivers, Imitation imitation) {
        return receivers.processes().stream().anyMatch(each -> isLive(each, imitation));
    }

    private static ProcessRecord process(LiveReceivers receivers, Imitation imitation) {
        return receivers.processes().stream()
                .filter(each -> isLive(each, imitation))
                .findFirst()
                .orElseThrow();
    }

    /** The imitation executes itself once, under the name that it is to have. */
    private static boolean isLive(ProcessRecord record, Imitation imitation) {
        return record.pid() == imitation.pid()
                && !record.exited()
                && record.commandLine().stream()
                        .findFirst()
                        .filter(name -> name.indexOf('/') < 0)
                        .isPresent();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
