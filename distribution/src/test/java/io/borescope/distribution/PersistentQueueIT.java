package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.borescope.testing.LongForm;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent with a queue of all signals on disk is killed at any moment, again and again, while its backend answers, refuses or dawdles. */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class PersistentQueueIT {
    private static final int KILLS = LongForm.isWanted() ? 200 : 20;
    private static final int LONGEST_LIFE_MILLIS = 250;

    /** Of the backend before it answers. */
    private static final int LONGEST_PAUSE_MILLIS = 40;

    @TempDir
    private Path directory;

    private final Random random = new Random(KILLS);

    @Test
    void deliversWhatItAcknowledgedHoweverOftenItIsKilled() throws Exception {
        Set<String> acknowledged = new TreeSet<>();
        try (Backend backend = new Backend()) {
            Path config = writeConfig(backend);
            long next = 1;
            for (int life = 1; life <= KILLS; life++) {
                List<String> printed = liveAndDie(config, life, next, backend);
                acknowledged.addAll(printed);
                // One more of each receiver may be in the queue, not printed yet.
                next = printed.stream()
                                .mapToLong(PersistentQueueIT::number)
                                .max()
                                .orElse(next)
                        + 2;
            }
            backend.answersNow();
            Process last = start(config, KILLS + 1, 0);
            List<String> flows = output(last);
            assertThat(last.waitFor()).isZero();
            assertThat(flows).hasSize(4).allSatisfy(flow -> {
                String[] figures = flow.split(" ");
                assertThat(figures[1]).as("recovered, exported").isEqualTo(figures[2]);
                assertThat(figures[3]).as("lost").isEqualTo("0");
            });

            assertThat(backend.numbers()).as("received").containsAll(acknowledged);
            for (String signal : List.of("logs", "traces", "points", "rows")) {
                assertThat(backend.firstArrivals(signal))
                        .as("order of " + signal)
                        .isNotEmpty()
                        .isSorted();
            }
            assertThat(log()).content().doesNotContain("damaged");
            long duplicates = backend.checkDuplicates();
            System.out.printf(
                    "%d kills: %d batches acknowledged, all delivered; %d came twice%n",
                    KILLS, acknowledged.size(), duplicates);
        }
    }

    private static long number(String name) {
        return Long.parseLong(name.substring(name.indexOf(' ') + 1));
    }

    private Path writeConfig(Backend backend) throws IOException {
        return Files.writeString(
                directory.resolve("agent.yaml"), """
                extensions:
                  file_storage:
                    directory: %s
                receivers:
                  records:
                  rows:
                exporters:
                  otlp_http:
                    endpoint: %s
                    compression: none
                    headers:
                      x-life: ${env:LIFE}
                    timeout: 60s
                    sending_queue:
                      storage: file_storage
                      queue_size: 1000000
                    retry_on_failure:
                      initial_interval: 5ms
                      max_interval: 10ms
                service:
                  instance: test
                  network: test
                  extensions: [file_storage]
                  pipelines:
                    logs: {receivers: [records], exporters: [otlp_http]}
                    traces: {receivers: [records], exporters: [otlp_http]}
                    metrics/points: {receivers: [records], exporters: [otlp_http]}
                    metrics/rows: {receivers: [rows], exporters: [otlp_http]}
                """.formatted(directory.resolve("storage"), backend.endpoint()));
    }

    /** What all lives wrote to standard error. */
    private Path log() {
        return directory.resolve("stderr");
    }

    private Process start(Path config, int life, long first) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                NumbersAgent.class.getName(),
                config.toString(),
                String.valueOf(first));
        builder.environment().put("LIFE", String.valueOf(life));
        return builder.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /**
     * What a process acknowledged until it was killed: at any moment after its first acknowledgement, and every other time not before it has begun to send,
     * however slow the machine is.
     */
    private List<String> liveAndDie(Path config, int life, long first, Backend backend) throws Exception {
        Process process = start(config, life, first);
        int beginning = process.getInputStream().read();
        if (beginning < 0) {
            throw new AssertionError("it ended by itself:\n" + Files.readString(log()));
        }
        if (life % 2 == 0) {
            backend.awaitRequestOf(life);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        } else {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
        }
        process.toHandle().destroyForcibly(); // the process itself would close its streams first
        process.waitFor();
        String printed =
                (char) beginning + new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        String whole = printed.substring(0, printed.lastIndexOf('\n') + 1);
        return whole.lines().toList();
    }

    private static List<String> output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();
    }

    /** Takes numbers from one client at a time, and remembers by which request of which life. */
    private static final class Backend implements AutoCloseable {
        /** What one request brought. */
        private record Taken(int life, String path, List<String> numbers) {}

        private final HttpServer server;
        private final Random random = new Random(2);
        private final List<Taken> requests = new ArrayList<>();
        private boolean answersNow;
        private int latestLife;

        Backend() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::take);
            server.start();
        }

        private void take(HttpExchange exchange) throws IOException {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            int life = Integer.parseInt(exchange.getRequestHeaders().getFirst("x-life"));
            int millis = keep(new Taken(life, path, numbers(path, body)));
            pause(Math.max(0, millis));
            exchange.sendResponseHeaders(millis < 0 ? 503 : 200, -1);
            exchange.close();
        }

        private static List<String> numbers(String path, byte[] body) throws IOException {
            return switch (path) {
                case "/v1/logs" -> Numbers.in(ExportLogsServiceRequest.parseFrom(body));
                case "/v1/traces" -> Numbers.in(ExportTraceServiceRequest.parseFrom(body));
                default -> Numbers.in(ExportMetricsServiceRequest.parseFrom(body));
            };
        }

        /** How long to wait with the answer, or a negative number for a refusal. */
        private synchronized int keep(Taken request) {
            latestLife = request.life();
            notifyAll();
            int behaviour = answersNow ? 0 : random.nextInt(4);
            if (behaviour == 3) {
                return -1;
            }
            requests.add(request);
            return behaviour == 0 ? 0 : random.nextInt(LONGEST_PAUSE_MILLIS);
        }

        private static void pause(int millis) {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits until a process has sent something, taken or not. */
        synchronized void awaitRequestOf(int life) throws InterruptedException {
            while (latestLife < life) {
                wait(); // the test has a limit
            }
        }

        synchronized void answersNow() {
            answersNow = true;
        }

        String endpoint() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        synchronized Set<String> numbers() {
            return requests.stream()
                    .flatMap(request -> request.numbers().stream())
                    .collect(Collectors.toSet());
        }

        synchronized List<Long> firstArrivals(String signal) {
            return requests.stream()
                    .flatMap(request -> request.numbers().stream())
                    .filter(name -> name.startsWith(signal))
                    .distinct()
                    .map(PersistentQueueIT::number)
                    .toList();
        }

        /**
         * Counts what came more than once. It must have been in flight when a process was killed: in the last request of its kind in a life, as an
         * export has one request of each kind.
         */
        synchronized long checkDuplicates() {
            Map<String, Taken> lastOfLife = new HashMap<>();
            requests.forEach(request -> lastOfLife.put(request.life() + request.path(), request));
            Map<String, Taken> before = new HashMap<>();
            long duplicates = 0;
            for (Taken request : requests) {
                for (String number : request.numbers()) {
                    Taken earlier = before.put(number, request);
                    if (earlier != null) {
                        duplicates++;
                        assertThat(earlier).isSameAs(lastOfLife.get(earlier.life() + earlier.path()));
                        assertThat(request.life()).isGreaterThan(earlier.life());
                    }
                }
            }
            return duplicates;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
