package io.borescope.api.component;

/**
 * What a backend took of an export.
 *
 * @param rejected records refused by the backend although the request succeeded; they are counted as lost and not sent again
 * @param reason what the backend said of them; empty if nothing was rejected
 */
public record ExportResult(long rejected, String reason) {
    /** Everything was taken. */
    public static final ExportResult ACCEPTED = new ExportResult(0, "");

    public ExportResult {
        if (rejected < 0) {
            throw new IllegalArgumentException("rejected cannot be negative: " + rejected);
        }
    }
}
