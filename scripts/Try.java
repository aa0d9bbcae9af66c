import com.sun.net.httpserver.HttpServer;
import io.borescope.testing.Imitation;
import io.borescope.testing.TestBeaconNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs an agent between imitated peers and compares what arrives with what was sent; see try.sh. Arguments: the agent's command. */
final class Try implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int BYTES = 2_300;
    private static final int LOGS = 23;
    private static final int SPANS = 29;
    private static final int POINTS = 31;

    private final Path folder = Files.createTempDirectory("borescope-try");
    private final Path output = folder.resolve("agent.log");
    private final int clickhouse = freePort();
    private final int otlp = freePort();
    private final int engineApi = freePort();
    private final Peer peer = new Peer();
    private final TestBeaconNode node = TestBeaconNode.start()
            .genesis(Instant.now().getEpochSecond() - 1_000)
            .spec("SECONDS_PER_SLOT", "2");
    private final Imitation geth;
    private final Imitation lighthouse;
    private final Process agent;
    private boolean allRight = true;
    private volatile boolean closing;

    private Try(List<String> command) throws IOException {
        geth = Imitation.start(folder, "geth", List.of("geth", "--authrpc.port", String.valueOf(engineApi)));
        lighthouse = Imitation.start(folder, "lighthouse", List.of("lighthouse", "bn"));
        List<String> run = new ArrayList<>(command);
        run.addAll(List.of("run", "--config", config().toString()));
        agent = new ProcessBuilder(run)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    public static void main(String[] command) throws Exception {
        Try all = new Try(Arrays.asList(command));
        Runtime.getRuntime().addShutdownHook(new Thread(all::close)); // after Ctrl-C, too
        boolean isRight = false;
        try {
            isRight = all.run();
        } catch (Exception e) {
            if (!all.closing) { // else it is the close that was noticed
                throw e;
            }
        } finally {
            all.close();
        }
        System.exit(isRight ? 0 : 1);
    }

    private Path config() throws IOException {
        return Files.writeString(folder.resolve("agent.yaml"), """
                extensions:
                  clickhouse_embedded: {endpoint: "127.0.0.1:%1$d", directory: "%2$s/clickhouse"}
                receivers:
                  beacon: {endpoint: ["%3$s"]}
                  process: {include: [{group: ethereum}]}
                  ebpf: {ring_buffer_size: 16MiB}
                  process_snapshots: {interval: 1s}
                  otlp: {protocols: {http: {endpoint: "127.0.0.1:%4$d"}}}
                processors:
                  client_tag:
                  slot_window: {interval: 500ms}
                  aggregate:
                exporters:
                  clickhouse:
                    endpoints: ["http://127.0.0.1:%1$d"]
                    create_schema: true
                    compression: none
                  otlp_http: {endpoint: "%5$s", encoding: json, compression: none}
                service:
                  network: hoodi # that of the node
                  extensions: [clickhouse_embedded]
                  pipelines:
                    metrics/slots:
                      receivers: [process, ebpf]
                      processors: [client_tag, slot_window, aggregate]
                      exporters: [clickhouse, otlp_http]
                    metrics/state: {receivers: [beacon, process_snapshots], exporters: [clickhouse]}
                    metrics: {receivers: [otlp], exporters: [clickhouse, otlp_http]}
                    logs: {receivers: [otlp], exporters: [clickhouse, otlp_http]}
                    traces: {receivers: [otlp], exporters: [clickhouse, otlp_http]}
                """.formatted(clickhouse, folder, node.endpoint(), otlp, peer.endpoint()));
    }

    private boolean run() throws Exception {
        if (!await(() -> Files.readString(output).contains("Everything is ready."))) {
            System.out.println(Files.readString(output));
            System.out.println("The agent did not start.");
            return false;
        }
        talk();
        peer.send(otlp, "logs", logs());
        peer.send(otlp, "traces", spans());
        peer.send(otlp, "metrics", points());
        System.out.println("Sent: %,d bytes each way between geth and lighthouse; %d log records, %d spans and %d data points over OTLP."
                .formatted(BYTES, LOGS, SPANS, POINTS));
        System.out.println("Rows in ClickHouse");
        for (String client : List.of("geth", "lighthouse")) {
            for (String direction : List.of("tx", "rx")) {
                expect("net_io " + client + " " + direction, BYTES, () -> rows("""
                        SELECT sum(sum_exact) FROM net_io FINAL
                        WHERE client_type = '%s' AND direction = '%s'""".formatted(client, direction)));
            }
        }
        expect("clients with memory", 2, () -> rows("SELECT uniqExact(client_type) FROM memory_usage"));
        expect("sync_state of the node", 1, () -> Math.min(1, rows("SELECT count() FROM sync_state")));
        expect("otel_logs", LOGS, () -> rows("SELECT count() FROM otel_logs"));
        expect("otel_traces", SPANS, () -> rows("SELECT count() FROM otel_traces"));
        expect("otel_metrics_sum", POINTS, () -> rows("SELECT count() FROM otel_metrics_sum WHERE MetricName = 'try'"));
        System.out.println("At the OTLP peer");
        expect("log records", LOGS, () -> peer.count("try-log"));
        expect("spans", SPANS, () -> peer.count("try-span"));
        expect("data points", POINTS, () -> peer.count("try-point"));
        expect("metrics of geth", 1, () -> Math.min(1, peer.count("geth")));
        end();
        return allRight;
    }

    private void talk() throws IOException {
        geth.listen("tcp", engineApi);
        lighthouse.tell("connect " + engineApi);
        geth.tell("accept");
        geth.say("echo " + BYTES);
        lighthouse.say("exchange " + BYTES);
        geth.expect("ok");
        lighthouse.expect("ok");
    }

    /** Stops the agent, which hands on what it holds, and looks at what it says of itself. */
    private void end() throws Exception {
        agent.destroy();
        agent.waitFor();
        List<String> flows = Files.readAllLines(output).stream()
                .filter(line -> line.matches(" +\\S+ -> \\S+: .*"))
                .toList();
        long lossless = flows.stream().filter(line -> line.endsWith("held 0, lost 0")).count();
        System.out.println("The agent");
        expect("flows without loss", 9, () -> lossless);
        expect("exit code", 0, agent::exitValue);
        if (!allRight) {
            System.out.println(Files.readString(output));
        }
        System.out.println(allRight ? "Everything arrived." : "NOT everything is as it should be.");
    }

    private interface Figure {
        long now() throws Exception;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits until a figure is what it should be, or is more, and says what it is. */
    private void expect(String name, long wanted, Figure figure) throws Exception {
        long[] last = {-1};
        boolean isRight = await(() -> {
            last[0] = figure.now();
            return last[0] >= wanted || !agent.isAlive();
        });
        isRight &= last[0] == wanted;
        allRight &= isRight;
        System.out.println("  %-6s %-24s %,9d of %,d".formatted(isRight ? "ok" : "WRONG", name, last[0], wanted));
    }

    private static boolean await(Condition condition) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(200);
        }
        return true;
    }

    /** One number; 0 while there is no such table yet. */
    private long rows(String sql) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/?database=default".formatted(clickhouse)))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        HttpResponse<String> answer = peer.client.send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 ? Long.parseLong(answer.body().strip()) : 0;
    }

    private static String logs() {
        return """
                {"resourceLogs": [{"scopeLogs": [{"logRecords": [%s]}]}]}""".formatted(repeat(LOGS, """
                {"severityNumber": 9, "body": {"stringValue": "try-log"}}"""));
    }

    private static String spans() {
        return """
                {"resourceSpans": [{"scopeSpans": [{"spans": [%s]}]}]}""".formatted(repeat(SPANS, """
                {"traceId": "0102030405060708090a0b0c0d0e0f10", "spanId": "0102030405060708", "name": "try-span", \
                "startTimeUnixNano": "1", "endTimeUnixNano": "2"}"""));
    }

    private static String points() {
        return """
                {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "try", "sum": {"aggregationTemporality": 2, "dataPoints": [%s]}}]}]}]}"""
                .formatted(repeat(POINTS, """
                {"timeUnixNano": "1", "asInt": "1", "attributes": [{"key": "is", "value": {"stringValue": "try-point"}}]}"""));
    }

    private static String repeat(int times, String text) {
        return IntStream.range(0, times).mapToObj(i -> text).collect(Collectors.joining(", "));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends what was started and removes what was written; safe when called twice. */
    @Override
    public synchronized void close() {
        closing = true;
        agent.destroy();
        geth.close();
        lighthouse.close();
        try {
            agent.waitFor();
            peer.close();
            node.close();
            delete();
        } catch (IOException | UncheckedIOException | InterruptedException e) {
            System.err.println("Left behind: " + folder + " (" + e + ")");
        }
    }

    private void delete() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Sends OTLP over HTTP to the agent, and counts texts in what the agent sends on. */
    private static final class Peer implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final HttpClient client = HttpClient.newHttpClient();
        private final List<String> bodies = new ArrayList<>();

        Peer() throws IOException {
            server.createContext("/", exchange -> {
                try (exchange) {
                    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    synchronized (bodies) {
                        bodies.add(body);
                    }
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, 2);
                    exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
                }
            });
            server.start();
        }

        String endpoint() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        void send(int port, String signal, String body) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/%s".formatted(port, signal)))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the agent refused %s: %s".formatted(signal, answer.body()));
            }
        }

        long count(String text) {
            AtomicLong count = new AtomicLong();
            synchronized (bodies) {
                for (String body : bodies) {
                    for (int at = body.indexOf(text); at >= 0; at = body.indexOf(text, at + 1)) {
                        count.incrementAndGet();
                    }
                }
            }
            return count.get();
        }

        @Override
        public void close() {
            server.stop(0);
            client.shutdownNow();
        }
    }
}
