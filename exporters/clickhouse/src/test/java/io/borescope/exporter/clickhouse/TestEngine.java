package io.borescope.exporter.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The real engine in a process of its own, with its real HTTP interface on loopback. It ends when this process does, in whatever way.
 * Answers are read with the JDK's client, so that what is checked does not come through what is tested.
 */
public final class TestEngine implements AutoCloseable {
    /** Where the agent, too, keeps the libraries that it fetches. */
    private static final Path CACHE = Path.of(Optional.ofNullable(System.getenv("BORESCOPE_CACHE"))
                    .orElse(System.getProperty("user.home") + "/.cache/borescope"))
            .resolve("libchdb");

    private final Process process;
    private final URI uri;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestEngine(Process process, int port) {
        this.process = process;
        this.uri = URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Starts one with its data in a folder, or skips the test where there is no library.
     *
     * @param options of {@code clickhouse local}
     */
    public static TestEngine start(Path folder, String... options) throws IOException, InterruptedException {
        Optional<Path> library = library();
        Assumptions.assumeTrue(
                library.isPresent(), "no ClickHouse engine: libchdb.so is not in " + CACHE + "; ./test.sh fetches it");
        Path ports = folder.resolve("port");
        Path log = folder.resolve("engine.log");
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        EngineMain.class.getName(),
                        library.orElseThrow().toString(),
                        folder.resolve("data").toString(),
                        ports.toString())
                .redirectOutput(log.toFile())
                .redirectErrorStream(true);
        command.command().addAll(List.of(options));
        Process process = command.start();
        while (!Files.exists(ports) || !Files.readString(ports).endsWith("\n")) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the engine did not start: " + Files.readString(log));
            }
            Thread.onSpinWait();
        }
        return new TestEngine(process, Integer.parseInt(Files.readString(ports).strip()));
    }

    private static Optional<Path> library() throws IOException {
        if (!Files.isDirectory(CACHE) || !System.getProperty("os.arch").equals("amd64")) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(CACHE)) {
            return versions.filter(version -> Files.exists(version.resolve("complete")))
                    .map(version -> version.resolve("libchdb.so"))
                    .max(Comparator.naturalOrder());
        }
    }

    private static String classPath() {
        return Path.of(EngineMain.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    public URI uri() {
        return uri;
    }

    /** Makes a database of this name with a few tables, which takes much less time. */
    void createDatabase(String database, String... tables) throws IOException, InterruptedException {
        execute("default", "CREATE DATABASE " + database);
        for (String statement : TestSchema.statementsFor(tables)) {
            execute(database, statement);
        }
    }

    /** Makes a database of this name with all tables. */
    void createDatabase(String database) throws IOException, InterruptedException {
        execute("default", "CREATE DATABASE " + database);
        for (String statement : TestSchema.statements(1, ObservoorTables.SCHEMA_VERSION)) {
            execute(database, statement);
        }
        for (String statement : TestSchema.otelStatements()) {
            execute(database, statement);
        }
    }

    public void execute(String database, String sql) throws IOException, InterruptedException {
        query(database, sql);
    }

    /** The answer's lines, without escapes. */
    public List<String> query(String database, String sql) throws IOException, InterruptedException {
        String parameters = Map.of("database", database, "default_format", "TabSeparatedRaw").entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/" + parameters))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            if (response.statusCode() != 200) {
                throw new IllegalStateException(sql + "\n" + text);
            }
            return text.isEmpty()
                    ? List.of()
                    : new ArrayList<>(
                            List.of(text.substring(0, text.length() - 1).split("\n", -1)));
        }
    }

    @Override
    public void close() throws IOException {
        client.shutdownNow();
        client.close();
        process.getOutputStream().close();
        process.destroy();
    }
}
