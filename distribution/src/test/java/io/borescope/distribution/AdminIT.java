package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borescope.testing.RealPrometheus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People look into the packaged agent while records pass through it, and steer it. */
@Timeout(240)
final class AdminIT {
    private static final Pattern RATE = Pattern.compile("[1-9][0-9.,]* log records/s");
    private static final String BODY = "{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
            + "\"value\":{\"stringValue\":\"shop\"}}]},\"scopeLogs\":[{\"logRecords\":["
            + "{\"severityNumber\":9,\"severityText\":\"INFO\",\"body\":{\"stringValue\":\"<b>sold</b>\"}},"
            + "{\"severityNumber\":17,\"severityText\":\"ERROR\",\"body\":{\"stringValue\":\"out of stock\"}}]}]}]}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicBoolean enough = new AtomicBoolean();
    private int receiver;
    private int admin;
    private int nobody;

    @TempDir
    private Path folder;

    @BeforeEach
    void choosePorts() throws IOException {
        receiver = RealPrometheus.freePort();
        admin = RealPrometheus.freePort();
        nobody = RealPrometheus.freePort();
    }

    @AfterEach
    void close() {
        enough.set(true);
        client.shutdownNow();
    }

    private Path config(String token, String... pipelines) throws IOException {
        StringBuilder text = new StringBuilder("""
                extensions:
                  admin: {endpoint: '127.0.0.1:%d'%s}
                receivers:
                  otlp: {protocols: {http: {endpoint: '127.0.0.1:%d'}}}
                processors:
                  batch: {timeout: 50ms}
                exporters:
                  debug: {verbosity: basic}
                  otlp_http: {endpoint: 'http://127.0.0.1:%d'}
                service:
                  instance: '<img src=x>'
                  extensions: [admin]
                  shutdown_timeout: 1s
                  pipelines:
                """.formatted(admin, token, receiver, nobody));
        for (String pipeline : pipelines) {
            text.append("    %s: {receivers: [otlp], processors: [batch], exporters: [debug, otlp_http]}\n"
                    .formatted(pipeline));
        }
        Path file = folder.resolve("agent.yaml");
        Files.writeString(file, text);
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
        return file;
    }

    private static Launcher run(Path config, Map<String, String> environment) throws Exception {
        Launcher agent = Launcher.start(List.of("run", "--config", config.toString()), environment);
        agent.awaitOutput(printed -> printed.contains("Everything is ready."));
        return agent;
    }

    /** Sends two log records again and again until the test ends. */
    private void sendAllTheTime() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver + "/v1/logs"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(BODY))
                .build();
        Thread.ofVirtual().start(() -> {
            while (!enough.get()) {
                try {
                    client.send(request, BodyHandlers.ofString());
                    TimeUnit.MILLISECONDS.sleep(20);
                } catch (IOException | InterruptedException over) {
                    return;
                }
            }
        });
    }

    private Launcher tap(Map<String, String> environment, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("tap"));
        arguments.addAll(List.of(options));
        // Where the tests themselves run in the background, children would ignore Ctrl-C.
        return Launcher.startWith(List.of("env", "--default-signal=INT"), arguments, environment);
    }

    private String endpoint() {
        return "127.0.0.1:" + admin;
    }

    private void assertTap(int status, String printed, String... options) throws Exception {
        try (Launcher tap = tap(Map.of(), options)) {
            int ended = tap.awaitEnd();
            assertThat(tap.output()).contains(printed);
            assertThat(ended).isEqualTo(status);
        }
    }

    @Test
    void showsRecordsAtAnyEdge() throws Exception {
        Path config = config("", "logs");
        try (Launcher _ = run(config, Map.of())) {
            sendAllTheTime();
            for (String edge : List.of("logs", "logs/batch", "logs/debug")) {
                assertTap(
                        0,
                        "  ERROR body=\"out of stock\" severity_number=17 resource.service.name=shop",
                        edge,
                        "--config",
                        config.toString(),
                        "--filter",
                        "severity=ERROR",
                        "--count",
                        "3");
            }
            assertTap(0, "\"body\":\"<b>sold</b>\"", "logs", "--endpoint", endpoint(), "--json", "--count", "2");
            assertTap(0, "logs            logs/otlp_http\n", "--list", "--endpoint", endpoint());
            assertTap(
                    1,
                    "There is no edge \"logs/bach\". Did you mean \"logs/batch\"? Edges: logs, logs/batch, logs/debug,"
                            + " logs/otlp_http.",
                    "logs/bach",
                    "--endpoint",
                    endpoint());
            assertTap(2, "is no filter. Write field=value", "logs", "--endpoint", endpoint(), "--filter", "x");
            assertTap(2, "Say where to look", "--endpoint", endpoint());
        }
        assertTap(1, "No agent answers at http://" + endpoint() + "/.", "logs", "--endpoint", endpoint());
    }

    @Test
    void ctrlCEndsItAndTheAgentGoesOn() throws Exception {
        Path config = config("", "logs");
        try (Launcher agent = run(config, Map.of());
                Launcher tap = tap(Map.of(), "logs", "--endpoint", endpoint())) {
            sendAllTheTime();
            tap.awaitOutput(printed -> printed.contains("body=<b>sold</b>"));
            assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(tap.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(tap.awaitEnd()).as(tap.output()).isZero();
            assertThat(tap.output()).doesNotContain("Exception");

            assertTap(0, " passed, 1 shown, 0 not wanted, ", "logs", "--endpoint", endpoint(), "--count", "1");
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
        }
    }

    @Test
    void aTokenIsTakenFromTheVariableOrTheConfiguration() throws Exception {
        Path config = config(", token: '${env:ADMIN_TOKEN}'", "logs");
        Map<String, String> environment = Map.of("ADMIN_TOKEN", "0123456789abcdef0123");
        try (Launcher _ = run(config, environment)) {
            assertTap(
                    1, "wants a token. Put it into the variable BORESCOPE_TOKEN.", "--list", "--endpoint", endpoint());
            try (Launcher tap = tap(Map.of("BORESCOPE_TOKEN", "another"), "--list", "--endpoint", endpoint())) {
                assertThat(tap.awaitEnd()).isEqualTo(1);
                assertThat(tap.output()).contains("has another token").doesNotContain("0123456789");
            }
            try (Launcher tap = tap(environment, "--list", "--config", config.toString())) {
                assertThat(tap.awaitEnd()).as(tap.output()).isZero();
            }
        }
    }

    @Test
    void reloadsWhenItIsToldToAndSaysWhatIsWrong() throws Exception {
        Path config = config("", "logs");
        try (Launcher agent = run(config, Map.of())) {
            config("", "logs", "logs/second");
            HttpResponse<String> reloaded = reload();
            assertThat(reloaded.statusCode()).as(reloaded.body()).isEqualTo(200);
            assertThat(reloaded.body()).contains("\"succeeded\":true,\"message\":\"Reloaded. Started anew: ");
            assertTap(0, "logs            logs/second/batch\n", "--list", "--endpoint", endpoint());

            Files.writeString(config, Files.readString(config).replace("verbosity", "verbosty"));
            HttpResponse<String> refused = reload();
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
            assertThat(refused.body()).contains("exporters.debug.verbosty: unknown key.");
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
        }
    }

    private HttpResponse<String> reload() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + endpoint() + "/reload"))
                .POST(BodyPublishers.noBody())
                .header("X-Borescope", "1")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Test
    void theLivePageInABrowser() throws Exception {
        assumeTrue(Chromium.isInstalled(), Chromium.MISSING);
        Path config = config("", "logs");
        try (Launcher _ = run(config, Map.of());
                Chromium page = new Chromium(
                        Files.createDirectory(folder.resolve("browser")), URI.create("http://" + endpoint() + "/"))) {
            sendAllTheTime();
            page.await("document.querySelector('[data-pipeline=logs] .rate').innerText", RATE.asMatchPredicate());
            page.await(
                    "[...document.querySelectorAll('[data-pipeline=logs] .rate')].map(e => e.innerText).join()",
                    rates -> rates.split("log records/s", -1).length > 4);
            page.await(
                    "document.getElementById('errors').innerText",
                    errors -> errors.contains("exporter otlp_http") && errors.contains("not over"));
            assertThat(page.evaluate("document.querySelector('h1').innerText")).isEqualTo("Borescope <img src=x>");
            assertThat(page.evaluate("document.querySelectorAll('img').length")).isEqualTo("0");

            page.evaluate("[...document.querySelectorAll('.watch')].find(e => e.innerText == 'batch').click()");
            page.await(
                    "document.getElementById('tap-records').innerText",
                    records -> records.contains("INFO body=<b>sold</b>"));
            page.await("document.getElementById('tap-counts').innerText", counts -> counts.contains(" passed, "));

            config("", "logs", "logs/second");
            page.evaluate("document.getElementById('reload').click()");
            page.await("document.getElementById('outcome').innerText", outcome -> outcome.contains("Reloaded."));
            page.await(
                    "document.querySelector('[data-pipeline=\"logs/second\"] .rate')?.innerText",
                    RATE.asMatchPredicate());
        }
    }
}
