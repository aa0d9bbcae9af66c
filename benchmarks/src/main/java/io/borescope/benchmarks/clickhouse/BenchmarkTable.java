package io.borescope.benchmarks.clickhouse;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The table that is written to, in a database of its own, as its server sees it. It is left there, to be looked at. */
final class BenchmarkTable implements AutoCloseable {
    static final String DATABASE = "borescope_benchmark";

    /** Of all columns but the one that tells runs apart. */
    private static final String CONTENT =
            "SELECT count(), groupBitXor(cityHash64(* EXCEPT (batch_run))) FROM " + LatencyRows.METRIC;

    private final URI server;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * @param schema folder of the migrations
     */
    BenchmarkTable(URI server, Path schema) throws IOException, InterruptedException {
        this.server = server;
        query("default", "DROP DATABASE IF EXISTS " + DATABASE);
        query("default", "CREATE DATABASE " + DATABASE);
        try (Stream<Path> files = Files.list(schema)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList()) {
                for (String statement :
                        Files.readString(file).replaceAll("(?m)^--.*$", "").split(";", -1)) {
                    if (statement.contains(LatencyRows.METRIC)) {
                        query(DATABASE, statement);
                    }
                }
            }
        }
    }

    /** Number of rows and a hash of all of them. */
    String content() throws IOException, InterruptedException {
        return query(DATABASE, CONTENT);
    }

    void empty() throws IOException, InterruptedException {
        query(DATABASE, "TRUNCATE TABLE " + LatencyRows.METRIC + " SYNC");
    }

    /** Version of the server. */
    String version() throws IOException, InterruptedException {
        return query("default", "SELECT version()");
    }

    private String query(String database, String sql) throws IOException, InterruptedException {
        String parameters = "/?database=" + URLEncoder.encode(database, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(server.resolve(parameters))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(sql + "\n" + response.body());
        }
        return response.body().strip();
    }

    @Override
    public void close() {
        client.close();
    }
}
