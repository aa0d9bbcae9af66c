package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.bpf.ProbeGroup;
import io.borescope.receiver.process.ProcessReceiverConfig;
import io.borescope.receiver.process.ProcessReceiverFactory;
import io.borescope.receiver.process.SelectionRule;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.LiveKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ReceiverContractLiveTest {
    private static final EbpfReceiverConfig EVERYTHING = LiveReceivers.observing(null, null, ProbeGroup.values());

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void theEbpfReceiverKeepsToTheContract() throws Exception {
        ComponentContract.check(() -> new EbpfReceiverFactory()
                .create(new LiveSettings("ebpf", new LiveServices()), EVERYTHING, new SeenEvents()));
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void theProcessReceiverKeepsToTheContract() throws Exception {
        SelectionRule nobody =
                new SelectionRule(null, null, "nobody-has-this", null, null, null, null, null, null, null);
        ProcessReceiverConfig config = new ProcessReceiverConfig(
                List.of(nobody), List.of(), List.of(), null, Map.of(), null, null, null, null);
        ComponentContract.check(() -> new ProcessReceiverFactory()
                .create(new LiveSettings("process", new LiveServices()), config, new SeenEvents()));
    }

    @Test
    void leavesNoProgramNoFileAndNoMappingBehind() throws Exception {
        LiveReceivers.followCommand("nobody-has-this", EVERYTHING).close(); // loads classes and libraries
        List<String> before = openFiles();
        long mappingsBefore = bpfMappings();
        for (int i = 0; i < 3; i++) {
            try (LiveReceivers receivers = LiveReceivers.followCommand("nobody-has-this", EVERYTHING)) {
                assertThat(openFiles()).anyMatch(file -> file.contains("bpf-prog"));
                assertThat(bpfMappings()).isGreaterThan(mappingsBefore);
                receivers.awaitEverythingUntilNow();
            }
        }

        assertThat(openFiles())
                .filteredOn(file -> file.contains("bpf") || file.contains("event"))
                .isEqualTo(before.stream()
                        .filter(file -> file.contains("bpf") || file.contains("event"))
                        .toList());
        assertThat(bpfMappings()).isEqualTo(mappingsBefore);
    }

    private static List<String> openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.map(ReceiverContractLiveTest::target).sorted().toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static long bpfMappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("bpf")).count();
        }
    }
}
