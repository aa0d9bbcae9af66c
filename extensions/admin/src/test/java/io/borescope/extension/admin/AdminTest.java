package io.borescope.extension.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Secret;
import io.borescope.api.control.AgentReload;
import io.borescope.api.control.ControlEndpoint;
import io.borescope.api.telemetry.AgentFigures;
import io.borescope.api.telemetry.AgentHealth;
import io.borescope.api.telemetry.Figure;
import io.borescope.api.telemetry.FigureFamily;
import io.borescope.api.telemetry.FigureFamily.Kind;
import io.borescope.api.telemetry.FigureLevel;
import io.borescope.api.telemetry.PipelineTaps;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The extension over HTTP, beside an agent whose parts say what this test says. */
@Timeout(120)
final class AdminTest {
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);
    private static final String TOKEN = "a-token-of-some-length";

    private final TestSettings settings = new TestSettings("admin", new HandClock(0, OtelRecords.START));
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<PipelineTaps.Watcher> watchers = new CopyOnWriteArrayList<>();
    private AgentReload.@Nullable Outcome latest;
    private Admin admin = new Admin(settings, new AdminConfig(ANY_PORT, null));

    @TempDir
    private Path folder;

    @BeforeEach
    void publish() {
        settings.services().publish(PipelineTaps.class, new Taps());
        settings.services().publish(AgentFigures.class, AdminTest::figures);
        settings.services().publish(AgentHealth.class, new Health());
        settings.services().publish(AgentReload.class, new AgentReload() {
            @Override
            public Outcome reload() {
                Outcome outcome = new Outcome(latest == null, "exporters.debug: <b>", OtelRecords.START, List.of("w"));
                latest = outcome;
                return outcome;
            }

            @Override
            public Optional<Outcome> latest() {
                return Optional.ofNullable(latest);
            }
        });
    }

    @AfterEach
    void close() {
        admin.close();
        client.close();
    }

    private final class Taps implements PipelineTaps {
        @Override
        public List<TappedPipeline> pipelines() {
            return List.of(new TappedPipeline(
                    "traces",
                    List.of("otlp"),
                    List.of(
                            new Edge("traces", Place.INPUT, "", Signal.TRACES),
                            new Edge("traces/batch", Place.PROCESSOR, "batch", Signal.TRACES),
                            new Edge("traces/otlp", Place.EXPORTER, "otlp", Signal.TRACES))));
        }

        @Override
        public Optional<Watch> watch(String edge, Watcher watcher) {
            watchers.add(watcher);
            return Optional.of(new Watch() {
                @Override
                public boolean isConfigured() {
                    return true;
                }

                @Override
                public boolean hasFailed() {
                    return false;
                }

                @Override
                public void close() {
                    watchers.remove(watcher);
                }
            });
        }
    }

    private static final class Health implements AgentHealth {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public long startedEpochNanos() {
            return OtelRecords.START;
        }

        @Override
        public List<ComponentHealth> components() {
            return List.of(
                    new ComponentHealth("extension admin", State.OK, "", 0),
                    new ComponentHealth("receiver otlp", State.OK, "", 0),
                    new ComponentHealth("processor batch [traces]", State.OK, "", 0),
                    new ComponentHealth("exporter otlp", State.RECOVERABLE, "refused", 0));
        }

        @Override
        public List<ComponentHealth> latestErrors() {
            return List.of(
                    new ComponentHealth("receiver otlp", State.RECOVERABLE, "was \"ill\"", OtelRecords.START),
                    new ComponentHealth("exporter otlp", State.RECOVERABLE, "refused", OtelRecords.END));
        }
    }

    private static List<FigureFamily> figures() {
        return List.of(
                family("receiver_accepted_spans", 23, "receiver", "otlp"),
                family("receiver_otlp_connections", 2, "receiver", "otlp"),
                family("processor_incoming_items", 23, "processor", "batch", "pipeline", "traces"),
                family("processor_outgoing_items", 20, "processor", "batch", "pipeline", "traces"),
                family("exporter_sent_spans", 17, "exporter", "otlp", "pipeline", "traces"),
                family("exporter_queue_size", 3, "exporter", "otlp"),
                family("exporter_queue_capacity", 1000, "exporter", "otlp"),
                family(
                        "ledger_lost_events",
                        5,
                        "kind",
                        "exporter",
                        "component",
                        "otlp",
                        "pipeline",
                        "traces",
                        "reason",
                        "queue_full"));
    }

    private static FigureFamily family(String name, long value, String... labels) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            map.put(labels[i], labels[i + 1]);
        }
        Figure figure = new Figure.Whole(new TreeMap<>(map), value);
        return new FigureFamily("borescope_" + name, Kind.COUNTER, "1", "x", FigureLevel.BASIC, List.of(figure));
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.port() + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String get(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void tellsWhatFlows() throws Exception {
        admin.start();

        assertThat(get("/pipelines"))
                .contains("\"ready\":true", "\"reloadable\":true")
                .contains("\"pipelines\":[{\"id\":\"traces\",\"edge\":\"traces\",")
                .contains(
                        "\"receivers\":[{\"id\":\"otlp\",\"unit\":\"spans\",\"accepted\":23,\"component\":\"receiver otlp\","
                                + "\"state\":\"ok\",\"message\":\"\",\"lost_events\":{},\"figures\":{\"connections\":2}}]")
                .contains("{\"id\":\"batch\",\"edge\":\"traces/batch\",\"unit\":\"spans\",\"in\":23,\"out\":20,")
                .contains("\"sent\":17,\"queue_size\":3,\"queue_capacity\":1000,")
                .contains("\"state\":\"recoverable\",\"message\":\"refused\",\"lost_events\":{\"queue_full\":5}")
                .contains("\"errors\":[{\"component\":\"receiver otlp\",\"time\":\"2026-01-05T10:00:00.000000000Z\","
                        + "\"message\":\"was \\\"ill\\\"\",\"over\":true}");
        assertThat(get("/edges")).isEqualTo("""
                traces          traces
                traces          traces/batch
                traces          traces/otlp
                """);
        assertThat(get("/edges?format=json")).contains("{\"edge\":\"traces/batch\",\"signal\":\"traces\"}");
        assertThat(get("/threads")).contains("\"main\"", "    at ");
    }

    @Test
    void thePageLoadsNothingFromElsewhereAndRunsNothingThatStandsInIt() throws Exception {
        admin.start();
        HttpResponse<String> page = send("GET", "/");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(page.body()).doesNotContain("http:", "https:", "<style", "onclick", "style=");
        assertThat(get("/page.js")).doesNotContain("innerHTML", "http:", "https:", "eval(");
        assertThat(get("/page.css")).contains("prefers-color-scheme: dark").doesNotContain("url(", "@import");
        assertThat(send("GET", "/debug/pipelinez").headers().firstValue("Location"))
                .contains("/");
        assertThat(send("HEAD", "/").body()).isEmpty();
    }

    @Test
    void reloadsAndSaysWhatCameOfIt() throws Exception {
        admin.start();
        HttpResponse<String> first = send("POST", "/reload", Access.HEADER, "1");
        HttpResponse<String> second = send("POST", "/reload", Access.HEADER, "1");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(second.body()).isEqualTo("""
                {"succeeded":false,"message":"exporters.debug: <b>","time":"2026-01-05T10:00:00.000000000Z","warnings":["w"]}
                """);
        assertThat(get("/pipelines")).contains("\"reload\":{\"succeeded\":false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1|Host: evil.example",
                "GET /pipelines HTTP/1.1|Host: 127.0.0.1.evil.example:55679",
                "GET /tap?edge=traces HTTP/1.1|Host: 127.0.0.1|Sec-Fetch-Site: cross-site",
                "GET /profile/cpu HTTP/1.1|Host: localhost|Sec-Fetch-Site: same-site",
                "POST /reload HTTP/1.1|Host: 127.0.0.1|Content-Length: 0",
                "POST /reload HTTP/1.1|Host: 127.0.0.1|X-Borescope: 1|Sec-Fetch-Site: cross-site|Content-Length: 0",
                "GET / HTTP/1.0|Accept: text/html"
            })
    void keepsOutWhatAPageOfAStrangerMakesABrowserSend(String request) throws Exception {
        admin.start();
        assertThat(raw(request)).startsWith("HTTP/1.1 403");
        assertThat(latest).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:55679", "127.0.0.1", "127.1.2.3:1", "[::1]:55679", "LOCALHOST"})
    void letsThisHostInByItsOwnNames(String host) throws Exception {
        admin.start();
        assertThat(raw("GET / HTTP/1.1|Sec-Fetch-Site: none|Host: " + host)).startsWith("HTTP/1.1 200");
    }

    /** Headers as they are written, which clients do not let one write. */
    private String raw(String lines) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.port());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            String request = lines.replace("|", "\r\n") + "\r\nConnection: close\r\n\r\n";
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer a-token-of-some-length, 200",
        "Bearer a-token-of-some-lengtH, 401",
        "Bearer, 401",
        "Basic OmEtdG9rZW4tb2Ytc29tZS1sZW5ndGg=, 200",
        "Basic !, 401",
        "'', 401"
    })
    void aTokenIsAskedForWhereThereIsOne(String authorization, int status) throws Exception {
        admin = new Admin(settings, new AdminConfig(ANY_PORT, new Secret(TOKEN)));
        admin.start();

        assertThat(new String(Base64.getDecoder().decode("OmEtdG9rZW4tb2Ytc29tZS1sZW5ndGg="), StandardCharsets.UTF_8))
                .isEqualTo(":" + TOKEN);
        HttpResponse<String> answer = send("GET", "/pipelines", "Authorization", authorization);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain(TOKEN);
        if (status == 401) {
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Basic realm=");
        }
    }

    @Test
    void otherHostsNeedAToken() {
        assertThat(problems(new AdminConfig(new HostPort("0.0.0.0", 55679), null)))
                .singleElement()
                .asString()
                .startsWith("endpoint: 0.0.0.0:55679 lets other hosts see all data");
        assertThat(problems(new AdminConfig(new HostPort("0.0.0.0", 55679), new Secret("short"))))
                .singleElement()
                .asString()
                .startsWith("token: has less than 16 characters")
                .doesNotContain("short ");
        assertThat(problems(new AdminConfig(new HostPort("0.0.0.0", 55679), new Secret(TOKEN))))
                .isEmpty();
        assertThat(problems(new AdminConfig(ControlEndpoint.DEFAULT, null))).isEmpty();
    }

    private static List<String> problems(AdminConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, message, arguments) -> problems.add(key + ": " + message.formatted(arguments)));
        return problems;
    }

    @Test
    void showsRecordsAsTheyPassAndEndsWhenThereWereEnough() throws Exception {
        admin.start();
        try (InputStream body = openTap("edge=traces%2Fbatch&filter=span=span-2&count=2&format=text")) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("# 0 passed, 0 shown, 0 not wanted, 0 left out");
            watchers.forEach(watcher -> watcher.see(OtelRecords.spans(3)));
            assertThat(lines.readLine()).contains("  span-2 kind=server");
            watchers.forEach(watcher -> watcher.see(OtelRecords.spans(3)));

            assertThat(lines.readLine()).contains("  span-2 kind=server");
            assertThat(lines.readLine()).isEqualTo("# 6 passed, 2 shown, 4 not wanted, 0 left out");
            assertThat(lines.readLine()).isNull();
        }
        while (!watchers.isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private InputStream openTap(String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.port() + "/tap?" + query))
                .build();
        return client.send(request, BodyHandlers.ofInputStream()).body();
    }

    @ParameterizedTest
    @CsvSource({
        "/tap, 400, edge says which.",
        "/tap?edge=traces&rate=0, 400, rate is not a number from 1 to 1000.",
        "/tap?edge=traces&filter=pid, 400, is no filter",
        "/tap?edge=traces&format=xml, 400, format is text or json.",
        "/tap?edge=nobody, 404, There is no such edge.",
        "/profile/cpu?seconds=301, 400, seconds is not a number from 1 to 300.",
        "/reload, 405, POST it.",
        "/other, 404, Ask for one of these"
    })
    void saysWhatIsWrongWithARequest(String path, int status, String message) throws Exception {
        admin.start();
        HttpResponse<String> answer = send("GET", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void onlySoManyMayWatchAtOnce() throws Exception {
        admin.start();
        List<InputStream> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            InputStream body = openTap("edge=traces");
            assertThat(body.read()).isEqualTo('{');
            open.add(body);
        }
        assertThat(send("GET", "/tap?edge=traces").statusCode()).isEqualTo(429);
        for (InputStream body : open) {
            body.close();
        }
    }

    @Test
    void measuresWhereCpuTimeGoes() throws Exception {
        admin.start();
        Thread busy = Thread.ofPlatform().daemon().name("busy; thread").start(AdminTest::spin);
        String stacks = get("/profile/cpu?seconds=2");
        busy.interrupt();
        busy.join();

        assertThat(stacks.lines())
                .anyMatch(line -> line.matches("busy: thread;.*AdminTest\\.spin.* [0-9]+"))
                .allMatch(line -> line.matches(".+;.+ [0-9]+"));
    }

    private static void spin() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aFlightRecordingTellsNothingOfTheEnvironment() throws Exception {
        admin.start();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + admin.port() + "/profile/jfr?seconds=1"))
                .POST(BodyPublishers.noBody())
                .header(Access.HEADER, "1")
                .build();
        Path file = folder.resolve("a.jfr");
        Files.copy(
                new ByteArrayInputStream(
                        client.send(request, BodyHandlers.ofByteArray()).body()),
                file);

        assertThat(RecordingFile.readAllEvents(file))
                .isNotEmpty()
                .extracting(event -> event.getEventType().getName())
                .doesNotContain(
                        "jdk.InitialEnvironmentVariable",
                        "jdk.InitialSystemProperty",
                        "jdk.JVMInformation",
                        "jdk.SystemProcess");
    }

    @Test
    void keepsToTheComponentContract() throws Exception {
        ComponentContract.check(() -> new Admin(settings, new AdminConfig(ANY_PORT, null)));
    }
}
