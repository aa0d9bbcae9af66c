package io.borescope.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive with a Java of its own, unpacked anywhere. Nothing in the environment says where a Java is. */
final class ArchiveIT {
    private static final Pattern COMPONENT = Pattern.compile("(?m)^  ([a-z_]+):$");

    /** Need what this test does not have: a library of 566 MB, a compiled program. */
    private static final Set<String> LEFT_OUT = Set.of("clickhouse_embedded", "bpf_object");

    @TempDir
    static Path elsewhere;

    private static String borescope;

    @BeforeAll
    static void unpack() throws Exception {
        Command.run(
                "tar",
                "--extract",
                "--strip-components=1",
                "--file",
                Packages.archiveWithRuntime().toString(),
                "--directory",
                elsewhere.toString());
        borescope = elsewhere.resolve("bin/borescope").toString();
    }

    @Test
    void quickstartRunsWithTheJavaInIt() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        try (Workload workload = Workload.start("calls", 1, 2300);
                Command agent = Command.start(
                        List.of(
                                borescope,
                                "run",
                                "--config",
                                elsewhere.resolve("config/quickstart.yaml").toString(),
                                "--set",
                                "processors.slot_window.interval=1h"),
                        Map.of("BORESCOPE_PID", String.valueOf(workload.pid())))) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            assertThat(Path.of("/proc/" + agent.pid() + "/exe").toRealPath())
                    .isEqualTo(elsewhere.resolve("runtime/bin/java").toRealPath());
            workload.release();
            workload.awaitEnd();
            agent.terminate();

            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
            assertThat(agent.output()).containsPattern("syscall_write +2,300 ");
        }
    }

    @Test
    void startsWithTheCacheThatIsInIt(@TempDir Path folder) throws Exception {
        assertThat(Command.run("env", Packages.WITH_THE_CACHE, borescope, "--version"))
                .startsWith("borescope ");

        Command.run("cp", "--recursive", elsewhere + "/.", folder.toString());
        assertThat(Command.run(folder.resolve("bin/borescope").toString(), "--version"))
                .as("with jars of other times, which the cache does not fit")
                .startsWith("borescope ");
    }

    @Test
    void findsAllComponents() throws Exception {
        String components = Command.run(borescope, "components");
        assertThat(components)
                .isEqualTo(Command.run(
                        "env",
                        "BORESCOPE_JAVA_HOME=" + System.getProperty("java.home"),
                        Packages.DISTRIBUTION.resolve("bin/borescope").toString(),
                        "components"));
    }

    /** Each built-in component is started, so a module of Java that one of them needs and the runtime lacks is seen. */
    @Test
    void runsEveryComponent() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        String config = Files.readString(Path.of("src/test/resources/every-component.yaml"));
        assertThat(config).contains(componentLines());
        Path file = Files.writeString(elsewhere.resolve("every-component.yaml"), config);
        int health = freePort();
        int prometheus = freePort();
        int telemetry = freePort();
        try (Command agent = Command.start(
                        List.of(borescope, "run", "--config", file.toString()),
                        Map.of(
                                "DIRECTORY", elsewhere.toString(),
                                "ADMIN_PORT", String.valueOf(freePort()),
                                "COMPAT_PORT", String.valueOf(freePort()),
                                "TELEMETRY_PORT", String.valueOf(telemetry),
                                "HEALTH_PORT", String.valueOf(health),
                                "PROMETHEUS_PORT", String.valueOf(prometheus),
                                "GRPC_PORT", String.valueOf(freePort()),
                                "HTTP_PORT", String.valueOf(freePort())));
                HttpClient client = HttpClient.newHttpClient()) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            awaitPage(client, prometheus, "/metrics", "host_specs");
            awaitPage(client, telemetry, "/metrics", "borescope_receiver_ebpf_program_runs");
            assertThat(awaitPage(client, health, "/status", "ok")).doesNotContain("\"permanent\"");
            agent.terminate();
            agent.awaitEnd();
            assertThat(agent.output())
                    .doesNotContain("NoClassDefFoundError", "ClassNotFoundException", "UnsatisfiedLinkError", "\tat ");
        }
    }

    /** The lines "  name:" that a configuration with every component has. */
    private static List<String> componentLines() throws Exception {
        return COMPONENT
                .matcher(Command.run(borescope, "components"))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !LEFT_OUT.contains(name))
                .map(name -> "\n  " + name + ":")
                .toList();
    }

    private static String awaitPage(HttpClient client, int port, String path, String part) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        long deadline = System.nanoTime() + 60_000_000_000L;
        String page;
        do {
            page = client.send(request, BodyHandlers.ofString()).body();
        } while (!page.contains(part) && System.nanoTime() - deadline < 0);
        assertThat(page).contains(part);
        return page;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
