package io.borescope.exporter.clickhouse;

import io.borescope.api.Batch;
import io.borescope.api.BatchId;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.telemetry.Counter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Turns batches into the bodies of inserts, in buffers that are used again. Not thread-safe. */
final class InsertWriter {
    private final ClickHouseExporterConfig config;
    private final Counter saturated;
    private final RowMerger merger = new RowMerger();
    private final BlockEncoder encoder = new BlockEncoder();
    private final NativeBuffer packed = new NativeBuffer();

    /**
     * @param saturated counts values that did not fit their column
     */
    InsertWriter(ClickHouseExporterConfig config, Counter saturated) {
        this.config = config;
        this.saturated = saturated;
    }

    /** Batches that make an insert together: in order, as many as {@code max_insert_rows} allows, at least one. */
    List<List<Batch>> parts(Table table, List<Batch> batches) {
        List<List<Batch>> parts = new ArrayList<>();
        int from = 0;
        long rows = 0;
        for (int i = 0; i < batches.size(); i++) {
            int more = table.content().rows(batches.get(i));
            if (rows + more > config.maxInsertRows() && i > from) {
                parts.add(batches.subList(from, i));
                from = i;
                rows = 0;
            }
            rows += more;
        }
        parts.add(batches.subList(from, batches.size()));
        return parts;
    }

    /** The packed block, valid until the next call. */
    NativeBuffer write(Table table, List<Batch> batches) {
        long before = encoder.saturated();
        NativeBuffer block = switch (table.content()) {
            case Content.Columns.WINDOWS ->
                encoder.encode(
                        table,
                        metrics(batches)
                                .map(batch -> merger.merge(batch, table))
                                .toList());
            case Content.Columns.FIGURES ->
                encoder.encode(
                        table,
                        metrics(batches)
                                .flatMap(batch -> OtelTables.points(batch).stream())
                                .toList());
            case Content.Records<?> records -> encoder.encode(table, records, batches);
        };
        saturated.add(encoder.saturated() - before);
        return config.compression().pack(block, packed);
    }

    private static Stream<MetricBatch> metrics(List<Batch> batches) {
        return batches.stream().map(MetricBatch.class::cast);
    }

    /** The same for the same batches, and for no others. */
    static String token(List<Batch> batches) {
        if (batches.size() == 1) {
            return id(batches.getFirst()).token();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            batches.forEach(batch -> digest.update((id(batch).token() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static BatchId id(Batch batch) {
        return switch (batch) {
            case MetricBatch metric -> metric.id();
            case OtelBatch<?> records -> records.id();
            default -> throw new IllegalArgumentException("not for ClickHouse: " + batch.signal());
        };
    }
}
