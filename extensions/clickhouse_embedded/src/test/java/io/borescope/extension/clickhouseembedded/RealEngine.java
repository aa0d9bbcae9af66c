package io.borescope.extension.clickhouseembedded;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.HostPort;
import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import io.borescope.extension.clickhouseembedded.library.LibraryCache;
import io.borescope.extension.clickhouseembedded.library.LibraryException;
import io.borescope.extension.clickhouseembedded.library.LibraryFetch;
import io.borescope.extension.clickhouseembedded.library.Platform;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A started extension with the real engine, and an HTTP client for it. */
final class RealEngine implements AutoCloseable {
    final TestSettings settings = new TestSettings("clickhouse_embedded", new HandClock(0, 1_700_000_000_000_000_000L));
    final Path directory;
    private final ClickHouseEmbedded extension;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RealEngine(Path directory, Map<String, UserConfig> users) throws Exception {
        this.directory = directory;
        this.extension = new ClickHouseEmbedded(settings, config(directory, users));
        extension.start();
    }

    static RealEngine start(Path directory) throws Exception {
        return start(directory, Map.of());
    }

    static RealEngine start(Path directory, Map<String, UserConfig> users) throws Exception {
        assumeLibrary();
        return new RealEngine(directory, users);
    }

    static ClickHouseEmbeddedConfig config(Path directory, Map<String, UserConfig> users) {
        return config(directory, "127.0.0.1:0", users);
    }

    static ClickHouseEmbeddedConfig config(Path directory, String endpoint, Map<String, UserConfig> users) {
        return new ClickHouseEmbeddedConfig(
                directory,
                HostPort.parse(endpoint),
                "borescope",
                ByteSize.ofMebibytes(1024),
                ByteSize.ofMebibytes(64),
                users,
                Fetch.NEVER);
    }

    /** Fetches the library where that is possible, and skips the test with the reason where it is not. */
    static void assumeLibrary() throws InterruptedException {
        try {
            LibraryCache cache = LibraryCache.ofUser(System.getenv());
            new LibraryFetch(cache, LibraryFetch.REGISTRY, System.err::println).fetch(Platform.requirePackage());
        } catch (LibraryException e) {
            Assumptions.abort(String.valueOf(e.getMessage()));
        }
    }

    URI url() throws IOException {
        return URI.create(endpoint().url());
    }

    PublishedEndpoint endpoint() throws IOException {
        return PublishedEndpoint.read(dataDirectory()).orElseThrow();
    }

    DataDirectory dataDirectory() {
        return new DataDirectory(directory);
    }

    /** The answer to a query, which must be a good one. */
    String query(String sql) throws Exception {
        return query(sql, "");
    }

    /** The same with parameters of the address. */
    String query(String sql, String parameters) throws Exception {
        HttpResponse<String> answer = post(sql, "", parameters);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return answer.body().strip();
    }

    /** Asks as {@code user:password}, or without a user. */
    HttpResponse<String> post(String sql, String user) throws Exception {
        return post(sql, user, "");
    }

    private HttpResponse<String> post(String sql, String user, String parameters) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url().resolve("/?" + parameters)).POST(HttpRequest.BodyPublishers.ofString(sql));
        if (!user.isEmpty()) {
            String pair = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + pair);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a body of any length. */
    <T> HttpResponse<T> send(String parameters, HttpRequest.BodyPublisher body, HttpResponse.BodyHandler<T> handler) {
        try {
            HttpRequest request = HttpRequest.newBuilder(url().resolve("/?" + parameters))
                    .POST(body)
                    .build();
            return client.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The process that the engine runs in: the one that has its library in memory. */
    ProcessHandle process() throws IOException {
        for (ProcessHandle child :
                (Iterable<ProcessHandle>) ProcessHandle.current().children()::iterator) {
            Path commandLine = Path.of("/proc/" + child.pid() + "/cmdline");
            if (Files.exists(commandLine) && Files.readString(commandLine).contains(directory.toString())) {
                return child;
            }
        }
        throw new AssertionError("no process of " + directory);
    }

    @Override
    public void close() {
        extension.close();
        client.close();
    }
}
