package io.borescope.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A Prometheus server of Debian's package {@code prometheus} that scrapes one page, every second. */
public final class RealPrometheus implements AutoCloseable {
    /** What a test says that is skipped without it. */
    public static final String MISSING = "needs Debian's package prometheus";

    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final Path CHECKER = Path.of("/usr/bin/promtool");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int port;

    private RealPrometheus(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Whether it is installed. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(CHECKER);
    }

    /**
     * Starts it.
     *
     * @param folder for its files
     * @param target port of the page on this machine
     */
    public static RealPrometheus scraping(Path folder, int target) throws IOException {
        int port = freePort();
        Path log = folder.resolve("prometheus.log");
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                scrape_configs:
                  - job_name: borescope
                    scrape_interval: 1s
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                """.formatted(target));
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new RealPrometheus(process, log, port);
    }

    /**
     * Runs its checker.
     *
     * @param input what it gets on standard input
     * @return what it said
     */
    public static String check(Path input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(CHECKER.toString(), "check"));
        command.addAll(List.of(arguments));
        Process checker = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The answer in JSON; empty while nobody answers. */
    public String query(String expression) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query="
                + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        }
    }

    /** Asks until the answer is as wanted; fails when the server ends, and is ended by the test's own time limit. */
    public String await(String expression, Predicate<String> wanted) throws IOException, InterruptedException {
        String answer = query(expression);
        while (!wanted.test(answer)) {
            if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Prometheus has ended:\n" + Files.readString(log));
            }
            answer = query(expression);
        }
        return answer;
    }

    /** How a number ends an answer that has one series. */
    public static String value(String number) {
        return ",\"" + number + "\"]";
    }

    /** A port that nobody listens at now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        client.close();
    }
}
