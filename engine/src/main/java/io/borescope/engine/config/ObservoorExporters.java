package io.borescope.engine.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Translates where Observoor writes to. */
final class ObservoorExporters {
    /** Headers that the exporter sets itself. */
    private static final Set<String> RESERVED_HEADERS =
            Set.of("content-type", "content-encoding", "content-length", "host");

    private final ObservoorNotes notes;

    ObservoorExporters(ObservoorNotes notes) {
        this.notes = notes;
    }

    /** The exporters by type; one at least. */
    Map<String, Object> translate(ObservoorConfig from) {
        Map<String, Object> exporters = new LinkedHashMap<>();
        ObservoorConfig.ClickHouse clickhouse = from.aggregated().clickhouse();
        if (clickhouse.enabled()) {
            exporters.put("clickhouse", clickhouse(clickhouse));
        } else if (clickhouse.migrations().enabled()) {
            notes.note(
                    ObservoorNotes.AGGREGATED + "clickhouse.migrations.enabled",
                    "makes tables in Observoor even without the exporter. Run borescope clickhouse apply --endpoint for that.");
        }
        if (from.aggregated().http().enabled()) {
            exporters.put("ndjson_http", http(from.aggregated().http()));
        }
        if (exporters.isEmpty()) {
            notes.note(
                    ObservoorNotes.AGGREGATED.substring(0, ObservoorNotes.AGGREGATED.length() - 1),
                    "has no exporter, so rows are printed: exporter debug.");
            exporters.put("debug", Map.of());
        }
        return exporters;
    }

    private Map<String, Object> clickhouse(ObservoorConfig.ClickHouse from) {
        Map<String, Object> clickhouse = new LinkedHashMap<>();
        clickhouse.put("endpoints", List.of(httpInterface(from.endpoint())));
        clickhouse.put("database", from.database());
        if (!from.username().isEmpty()) {
            clickhouse.put("username", from.username());
        }
        if (!from.password().isEmpty()) {
            clickhouse.put("password", from.password());
            notes.note(
                    ObservoorNotes.AGGREGATED + "clickhouse.password",
                    "is copied. Better: password: ${env:CLICKHOUSE_PASSWORD}.");
        }
        if (from.migrations().enabled()) {
            clickhouse.put("create_schema", true);
            clickhouse.put("cluster", Map.of("name", "{cluster}"));
        }
        return clickhouse;
    }

    /** Where the HTTP interface usually is, of a server whose native port is known. */
    private String httpInterface(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        String host = colon < 0 ? endpoint : endpoint.substring(0, colon);
        String port = colon < 0 ? "" : endpoint.substring(colon + 1);
        boolean isSecure = port.equals("9440");
        String address = (isSecure ? "https://" : "http://") + host + (isSecure ? ":8443" : ":8123");
        notes.note(
                ObservoorNotes.AGGREGATED + "clickhouse.endpoint",
                "is the native port; rows go over HTTP, at %s. Mend it if the server has that elsewhere."
                        .formatted(address));
        return address;
    }

    private Map<String, Object> http(ObservoorConfig.Http from) {
        String key = ObservoorNotes.AGGREGATED + "http.";
        Map<String, Object> headers = new LinkedHashMap<>();
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("endpoint", notes.withoutUser(key + "address", from.address(), headers));
        http.put("compression", from.compression());
        from.headers().forEach((name, value) -> {
            if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                notes.note(key + "headers." + name, "is left out: the exporter sets it itself.");
            } else {
                headers.put(name, value);
            }
        });
        if (!headers.isEmpty()) {
            http.put("headers", headers);
            notes.note(key + "headers", "are copied. Better for a secret: ${env:NAME}.");
        }
        http.put("extra_fields", false);
        http.put("timeout", notes.positive(key + "export_timeout", from.exportTimeout(), Duration.ofSeconds(30)));
        Map<String, Object> batch = new LinkedHashMap<>();
        batch.put("flush_timeout", notes.positive(key + "batch_timeout", from.batchTimeout(), Duration.ofSeconds(5)));
        batch.put("min_size", Math.min(from.batchSize(), from.maxQueueSize()));
        Map<String, Object> queue = new LinkedHashMap<>();
        queue.put("sizer", "items");
        queue.put("queue_size", from.maxQueueSize());
        queue.put("num_consumers", from.workers());
        queue.put("batch", batch);
        http.put("sending_queue", queue);
        notes.note(key + "batch_size", "is the least that a request waits for: the rows of a window stay together.");
        return http;
    }
}
