package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.metric.MetricBatch;
import io.borescope.api.telemetry.Counter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Writes the rows of an export into request bodies, one after the other, each filled up to its limit. Compresses while it writes, so that
 * not more than a chunk of a body lies uncompressed in memory.
 */
final class RequestWriter {
    private static final int CHUNK_BYTES = 32 << 10;

    /**
     * A body, ready to send.
     *
     * @param body compressed
     * @param rows what it carries, in order
     */
    record Request(BodyPublisher body, List<RowRange> rows) {}

    private final List<MetricBatch> batches;
    private final NdjsonHttpExporterConfig config;
    private final AcceptedRows accepted;
    private final Counter saturated;
    private final JsonBuffer buffer;
    private int batchIndex;
    private int row;

    /**
     * @param batches in the order in which their rows are sent; those without rows are passed over
     * @param accepted rows to leave out
     * @param buffer used until the last request is written
     */
    RequestWriter(
            List<MetricBatch> batches,
            NdjsonHttpExporterConfig config,
            AcceptedRows accepted,
            Counter saturated,
            JsonBuffer buffer) {
        this.batches = batches.stream().filter(batch -> batch.size() > 0).toList();
        this.config = config;
        this.accepted = accepted;
        this.saturated = saturated;
        this.buffer = buffer;
    }

    boolean hasNext() {
        return batchIndex < batches.size();
    }

    /** The next body: at least one row, unless all were accepted before, and as many more as fit. */
    Request next() {
        ByteArrayOutputStream body = new ByteArrayOutputStream(CHUNK_BYTES);
        List<RowRange> rows = new ArrayList<>();
        buffer.truncate(0);
        try (OutputStream out = config.compression().compress(body)) {
            long left = config.maxRequestBodySize().bytes();
            boolean full = false;
            while (hasNext() && !full) {
                MetricBatch batch = batches.get(batchIndex);
                int from = row;
                long used = fill(batch, left, rows.isEmpty(), out);
                left -= used;
                if (used > 0) {
                    rows.add(new RowRange(batch, from, row));
                }
                full = row < batch.size();
                if (!full) {
                    batchIndex++;
                    row = 0;
                }
            }
            buffer.writeTo(out, buffer.size());
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return new Request(BodyPublishers.ofByteArray(body.toByteArray()), rows);
    }

    /**
     * Writes rows of a batch from {@link #row} on until the batch or the room ends.
     *
     * @param first whether to write one row even if there is no room: a row is never cut
     * @return bytes written, before compression
     */
    private long fill(MetricBatch batch, long room, boolean first, OutputStream out) throws IOException {
        RowEncoder encoder = new RowEncoder(batch, config.extraFields(), saturated);
        BitSet done = accepted.of(batch);
        boolean must = first;
        long used = 0;
        for (row = done.nextClearBit(row); row < batch.size(); row = done.nextClearBit(row + 1)) {
            int start = buffer.size();
            encoder.encode(row, buffer);
            int length = buffer.size() - start;
            if (!must && used + length > room) {
                buffer.truncate(start);
                break;
            }
            must = false;
            used += length;
            if (buffer.size() >= CHUNK_BYTES) {
                buffer.writeTo(out, buffer.size());
                buffer.truncate(0);
            }
        }
        row = Math.min(row, batch.size());
        return used;
    }

    /** Batches with rows that no request has carried yet. */
    List<MetricBatch> rest() {
        return batches.subList(batchIndex, batches.size());
    }
}
