package io.borescope.api.component;

import io.borescope.api.Batch;
import java.util.List;

/**
 * What a backend took of what was sent.
 *
 * @param rejections records refused by the backend although their requests succeeded; they are counted as lost and not sent again
 * @param reason what the backend said of them; empty if nothing was rejected
 */
public record ExportResult(List<Rejection> rejections, String reason) {
    /** Everything was taken. */
    public static final ExportResult ACCEPTED = new ExportResult(List.of(), "");

    /**
     * Records that a backend refused out of one request. It does not say which, so the oldest batches bear it.
     *
     * @param batches of the request, objects of the call, told apart by identity
     * @param records how many
     */
    public record Rejection(List<? extends Batch> batches, long records) {
        public Rejection {
            batches = List.copyOf(batches);
            if (records < 0) {
                throw new IllegalArgumentException("records cannot be negative: " + records);
            }
        }
    }

    public ExportResult {
        rejections = List.copyOf(rejections);
    }

    /** So many records were refused of one request that carried these batches. */
    public static ExportResult rejected(List<? extends Batch> batches, long records, String reason) {
        return records == 0 ? ACCEPTED : new ExportResult(List.of(new Rejection(batches, records)), reason);
    }

    /** Records refused in all. */
    public long rejected() {
        return rejections.stream().mapToLong(Rejection::records).sum();
    }
}
