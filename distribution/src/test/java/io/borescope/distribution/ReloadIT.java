package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.tls.TlsConfig;
import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.RealPrometheus;
import io.borescope.testing.TestCertificate;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that changes while the agent runs. */
final class ReloadIT {
    private static final String OBSERVES_ONE_PROCESS = """
            receivers:
              process: {include: [{pid: %d}]}
              ebpf:
            processors:
              client_tag:
              slot_window: {interval: 1s}
              aggregate:
            exporters: {%s}
            service:
              pipelines:
                events: {receivers: [process, ebpf], processors: [client_tag, slot_window, aggregate], exporters: [%s]}
            """;
    private static final String ASKS_THE_HOST = """
            receivers: {host_specs: }
            exporters: {%s}
            service: {pipelines: {metrics: {receivers: [host_specs], exporters: [%s]}}}
            """;

    @TempDir
    Path folder;

    @Test
    void anExporterIsAddedWhileProbesStayAttached() throws Throwable {
        LiveKernel.assumeUsable(KernelSupport::missing);
        try (Workload workload = Workload.start("calls", 1, 2300)) {
            Path config = write("agent.yaml", OBSERVES_ONE_PROCESS.formatted(workload.pid(), "debug: ", "debug"));
            try (Launcher agent = run(config)) {
                Set<Integer> probes = BpfPrograms.heldBy(agent.pid());
                write(
                        "agent.yaml",
                        OBSERVES_ONE_PROCESS.formatted(
                                workload.pid(), "debug: , debug/second: ", "debug, debug/second"));
                hangUp(agent);
                agent.awaitOutput(printed -> printed.contains("Reloaded. Started anew: [debug/second]."));
                workload.release();
                workload.awaitEnd();
                agent.awaitOutput(printed -> printed.split("syscall_write ", -1).length > 2);

                assertThat(BpfPrograms.heldBy(agent.pid())).isEqualTo(probes);
                assertThat(end(agent))
                        .containsPattern("events -> debug: exported [0-9,]+, held 0, lost 0")
                        .containsPattern("events -> debug/second: exported [0-9,]+, held 0, lost 0");
            }
        }
    }

    @Test
    void goesOnAsItWasWhenTheNewConfigurationIsWrongOrCannotStart() throws Exception {
        Path config = write("agent.yaml", ASKS_THE_HOST.formatted("debug: ", "debug"));
        try (Launcher agent = run(config);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write("agent.yaml", ASKS_THE_HOST.formatted("debug: {verbosty: normal}", "debug"));
            hangUp(agent);
            agent.awaitOutput(printed -> printed.contains("The agent goes on with the configuration it had.")
                    && printed.contains("exporters.debug.verbosty: unknown key."));

            write(
                    "agent.yaml",
                    ASKS_THE_HOST.formatted(
                            "debug: , prometheus: {endpoint: 127.0.0.1:%d}".formatted(taken.getLocalPort()),
                            "debug, prometheus"));
            hangUp(agent);
            agent.awaitOutput(Pattern.compile(
                            "The agent goes on with the configuration it had. prometheus: .*" + taken.getLocalPort())
                    .asPredicate());

            write("agent.yaml", ASKS_THE_HOST.formatted("debug/other: ", "debug/other"));
            hangUp(agent);
            agent.awaitOutput(printed -> printed.contains("Reloaded. Started anew: [debug/other]."));
            assertThat(end(agent)).contains("metrics -> debug/other: exported");
        }
    }

    /** Kubernetes shows a ConfigMap as links through a folder {@code ..data}, itself a link that is bent to a new folder. */
    @Test
    void watchesFilesThatAreLinksThroughALinkThatIsBent() throws Exception {
        version("1", "debug: ", "debug");
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("1"));
        Path config = Files.createSymbolicLink(folder.resolve("agent.yaml"), Path.of("..data/agent.yaml"));
        try (Launcher agent = run(config, "--watch")) {
            version("2", "debug/new: ", "debug/new");
            Path next = Files.createSymbolicLink(folder.resolve("..data_next"), Path.of("2"));
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

            agent.awaitOutput(printed -> printed.contains("Reloaded. Started anew: [debug/new]."));
            assertThat(end(agent)).doesNotContain("goes on with the configuration it had");
        }
    }

    @Test
    void showsARenewedCertificateThatIsPartOfTheConfiguration() throws Exception {
        int port = RealPrometheus.freePort();
        TestCertificate first = TestCertificate.make(Files.createDirectory(folder.resolve("first")));
        TestCertificate second = TestCertificate.make(Files.createDirectory(folder.resolve("second")));
        show(first);
        Path config = write("agent.yaml", """
                receivers:
                  otlp:
                    protocols:
                      http:
                        endpoint: 127.0.0.1:%d
                        tls: {cert_pem: '${file:%s/shown.pem}', key_pem: '${file:%<s/shown.key}', min_version: "1.3"}
                exporters: {debug: }
                service: {pipelines: {logs: {receivers: [otlp], exporters: [debug]}}}
                """.formatted(port, folder));
        try (Launcher agent = run(config)) {
            connect(first, port);
            assertThatThrownBy(() -> connect(second, port)).isInstanceOf(SSLHandshakeException.class);
            show(second);
            hangUp(agent);
            agent.awaitOutput(printed -> printed.contains("Reloaded. Started anew: [otlp]."));

            connect(second, port);
            assertThatThrownBy(() -> connect(first, port)).isInstanceOf(SSLHandshakeException.class);
            end(agent);
        }
    }

    private void show(TestCertificate certificate) throws Exception {
        write("shown.pem", Files.readString(certificate.pem()));
        write("shown.key", Files.readString(certificate.keyPem()));
    }

    /** Fails where another certificate is shown than this. */
    private static void connect(TestCertificate expected, int port) throws Exception {
        SSLContext trusting = TlsConfig.trusting(expected.pem()).context().orElseThrow();
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
        }
    }

    private void version(String name, String exporters, String names) throws IOException {
        Files.createDirectory(folder.resolve(name));
        write(name + "/agent.yaml", ASKS_THE_HOST.formatted(exporters, names));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Launcher run(Path config, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", "--config", config.toString()));
        arguments.addAll(List.of(options));
        // Where the tests themselves run under nohup, children would ignore the signal.
        Launcher agent = Launcher.startWith(List.of("env", "--default-signal=HUP"), arguments, Map.of());
        agent.awaitOutput(printed -> printed.contains("Everything is ready."));
        return agent;
    }

    private static void hangUp(Launcher agent) throws Exception {
        assertThat(new ProcessBuilder("kill", "-HUP", String.valueOf(agent.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static String end(Launcher agent) throws Exception {
        agent.terminate();
        assertThat(agent.awaitEnd()).as(agent.output()).isZero();
        return agent.output();
    }
}
