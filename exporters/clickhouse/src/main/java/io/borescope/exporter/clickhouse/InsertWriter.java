package io.borescope.exporter.clickhouse;

import io.borescope.api.Batch;
import io.borescope.api.BatchId;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.telemetry.Counter;
import io.borescope.exporter.clickhouse.BatchCutter.Piece;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Turns batches into the bodies of inserts, in buffers that are used again. Not thread-safe. */
final class InsertWriter {
    /** On average, for rows of metrics. */
    private static final int BYTES_OF_A_FIGURE = 8;

    private final ClickHouseExporterConfig config;
    private final BatchCutter cutter;
    private final Counter saturated;
    private final RowMerger merger = new RowMerger();
    private final BlockEncoder encoder = new BlockEncoder();
    private final NativeBuffer packed = new NativeBuffer();

    /**
     * @param saturated counts values that did not fit their column
     */
    InsertWriter(ClickHouseExporterConfig config, Counter saturated) {
        this.config = config;
        this.cutter =
                new BatchCutter(config.maxInsertRows(), config.maxInsertSize().bytes());
        this.saturated = saturated;
    }

    /**
     * What makes the inserts into a table: batches in order, as many together as {@code max_insert_rows} and {@code max_insert_size} allow, at least one. A
     * batch of records that is larger by itself is cut, and its pieces are not joined with others, so that they are the same when it comes again.
     */
    List<InsertPart> parts(Table table, List<Batch> batches) {
        List<InsertPart> parts = new ArrayList<>();
        List<Batch> joined = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        for (Batch batch : batches) {
            List<Piece> pieces = pieces(table, batch);
            Piece first = pieces.getFirst();
            boolean isCut = pieces.size() > 1;
            boolean isFull = rows + first.rows() > config.maxInsertRows()
                    || bytes + first.bytes() > config.maxInsertSize().bytes();
            if (!joined.isEmpty() && (isCut || isFull)) {
                parts.add(whole(joined));
                joined.clear();
                rows = 0;
                bytes = 0;
            }
            if (isCut) {
                pieces.forEach(piece -> parts.add(piece(batch, piece)));
            } else {
                joined.add(batch);
                rows += first.rows();
                bytes += first.bytes();
            }
        }
        if (!joined.isEmpty()) {
            parts.add(whole(joined));
        }
        return parts;
    }

    private List<Piece> pieces(Table table, Batch batch) {
        return switch (table.content()) {
            case Content.Records<?> records -> cutter.cut(batch, records);
            case Content.Columns columns -> {
                long rows = columns.rows(batch);
                yield List.of(new Piece(batch, 0, rows, rows * table.columns().size() * BYTES_OF_A_FIGURE));
            }
        };
    }

    private static InsertPart whole(List<Batch> batches) {
        List<Batch> all = List.copyOf(batches);
        return new InsertPart(all, all, token(all), false);
    }

    /** Whose rows are part of the token, since another configuration would cut elsewhere. */
    private static InsertPart piece(Batch batch, Piece piece) {
        String token = "%s-%d-%d".formatted(token(List.of(batch)), piece.firstRow(), piece.rows());
        return new InsertPart(List.of(batch), List.of(piece.batch()), token, true);
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
    private static String token(List<Batch> batches) {
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
