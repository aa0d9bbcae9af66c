package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins of third parties, from their projects to an agent that runs them: a project of each kind that the archetype makes, and the
 * examples. Their own tests run as they are built.
 */
final class PluginProjectsIT {
    private static final boolean HAS_COMPILER = !"off".equals(System.getProperty("borescope.bpf"));

    @TempDir
    static Path folder;

    private static Path plugins;

    @BeforeAll
    static void build() throws Exception {
        PluginProjects projects = new PluginProjects(Files.createDirectory(folder.resolve("projects")));
        List<String> names = Stream.of("pigeon_post", "pigeon_sieve", "pigeon_notes", "load_average", "exec_count")
                .filter(name -> HAS_COMPILER || !name.equals("exec_count"))
                .toList();
        projects.generate("receiver", "pigeon_post", "PigeonPost");
        projects.generate("processor", "pigeon_sieve", "PigeonSieve");
        projects.generate("exporter", "pigeon_notes", "PigeonNotes");
        for (String example : names.subList(3, names.size())) {
            projects.copyExample(example);
        }
        projects.build();
        plugins = Files.createDirectory(folder.resolve("plugins"));
        for (String name : names) {
            Files.copy(projects.jar(name), plugins.resolve(name + ".jar"));
        }
    }

    @Test
    void areVerifiedAndListed() throws Exception {
        assertThat(Launcher.run("plugins", "verify", "--plugins", plugins.toString()))
                .contains("load_average.jar (org.example.load_average): usable")
                .contains("pigeon_post.jar (org.example.pigeon_post): usable")
                .contains("pigeon_sieve.jar (org.example.pigeon_sieve): usable")
                .contains("pigeon_notes.jar (org.example.pigeon_notes): usable")
                .doesNotContain("warning", "FAILED");
        assertThat(Launcher.run("plugins", "list", "--plugins", plugins.toString())
                        .replaceAll(" +", " "))
                .contains(" receiver pigeon_post alpha produces data_points")
                .contains(" processor pigeon_sieve alpha paths logs -> logs")
                .contains(" exporter pigeon_notes alpha consumes logs")
                .contains("org.example.load_average 1.0.0, provider unknown, " + plugins.resolve("load_average.jar"));
    }

    @Test
    void receiversRun() throws Exception {
        try (Launcher agent = start("""
                receivers:
                  load_average: {interval: 1s}
                  pigeon_post: {interval: 1s}
                exporters:
                  debug: {verbosity: detailed}
                service:
                  pipelines:
                    metrics: {receivers: [load_average, pigeon_post], exporters: [debug]}
                """)) {
            agent.awaitOutput(printed ->
                    printed.contains("system.cpu.load_average.15m") && printed.contains("pigeon_post.value"));
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
        }
    }

    @Test
    void aProcessorAndAnExporterCountWhatTheyAreGiven() throws Exception {
        int port = freePort();
        Path notes = folder.resolve("notes.txt");
        try (Launcher agent = start("""
                receivers:
                  otlp: {protocols: {http: {endpoint: "127.0.0.1:%d"}}}
                processors:
                  pigeon_sieve: {min_severity: 9}
                exporters:
                  pigeon_notes: {file: %s}
                service:
                  pipelines:
                    logs: {receivers: [otlp], processors: [pigeon_sieve], exporters: [pigeon_notes]}
                """.formatted(port, notes))) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            sendLogs(port, 23, 17);
            sendLogs(port, 5, 1);
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
            assertThat(Files.readAllLines(notes)).hasSize(23).allMatch(line -> line.contains("coo"));
            assertThat(agent.output()).contains("exported 23, held 0, lost 5 (filtered 5)");
        }
    }

    private static void sendLogs(int port, int count, int severity) throws IOException, InterruptedException {
        String logs =
                Stream.generate(() -> """
                        {"severityNumber": %d, "body": {"stringValue": "coo"}}""".formatted(severity)).limit(count).collect(Collectors.joining(", "));
        String body = """
                {"resourceLogs": [{"scopeLogs": [{"logRecords": [%s]}]}]}""".formatted(logs);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/logs".formatted(port)))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aReceiverBringsABpfObjectOfItsOwn() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        assertThat(Launcher.run(
                        "plugins", "verify", plugins.resolve("exec_count.jar").toString()))
                .contains("bpf object           org/example/execcount/exec_count.bpf.o");
        Path program = Files.copy(Path.of("/bin/true"), folder.resolve("twenty_three"));
        try (Launcher agent = start("""
                receivers:
                  exec_count: {interval: 1h} # and once more when it closes
                exporters:
                  debug: {verbosity: detailed}
                service:
                  pipelines:
                    metrics: {receivers: [exec_count], exporters: [debug]}
                """)) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            for (int i = 0; i < 23; i++) {
                assertThat(new ProcessBuilder(program.toString()).start().waitFor())
                        .isZero();
            }
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
            assertThat(agent.output()).containsPattern("value .*twenty_three.*\\b23\\b");
            assertThat(PrintedSummary.of(agent.output()).lost()).isZero();
        }
    }

    private static Launcher start(String config) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "agent", ".yaml"), config);
        return Launcher.start(List.of("run", "--config", file.toString(), "--plugins", plugins.toString()), Map.of());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
