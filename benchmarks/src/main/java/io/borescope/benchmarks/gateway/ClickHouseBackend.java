package io.borescope.benchmarks.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A database of a ClickHouse server, with the Collector's tables: made at the beginning, dropped at the end. */
final class ClickHouseBackend implements Backend {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private final String database;

    ClickHouseBackend(URI server, String database) throws IOException, InterruptedException {
        this.server = server;
        this.database = database;
        ask("DROP DATABASE IF EXISTS " + database + " SYNC");
        ask("CREATE DATABASE " + database);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("CLICKHOUSE_URL", server.toString(), "CLICKHOUSE_DATABASE", database);
    }

    @Override
    public long records() throws IOException, InterruptedException {
        return Long.parseLong(ask("""
                SELECT ifNull(sum(total_rows), 0) FROM system.tables
                WHERE database = '%s' AND name IN ('otel_traces', 'otel_logs', 'otel_metrics_sum')""".formatted(database)));
    }

    @Override
    public void await(long wanted) throws IOException, InterruptedException {
        long here = records();
        long since = System.nanoTime();
        while (here < wanted) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
            long before = here;
            here = records();
            if (here != before) {
                since = System.nanoTime();
            } else if (System.nanoTime() - since > LONGEST_SILENCE.toNanos()) {
                throw new IllegalStateException("%,d of %,d records have come".formatted(here, wanted));
            }
        }
        if (here > wanted) {
            throw new IllegalStateException("%,d records have come, %,d were sent".formatted(here, wanted));
        }
    }

    private String ask(String sql) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server)
                .POST(BodyPublishers.ofString(sql))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(sql + ": " + answer.body());
        }
        return answer.body().strip();
    }

    @Override
    public void close() {
        try {
            ask("DROP DATABASE " + database + " SYNC");
        } catch (IOException e) {
            System.err.println("The database " + database + " is left behind: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
