package io.borescope.api.component;

import io.borescope.api.Batch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An export that did not succeed, as a whole or for some of its batches. */
public final class ExportException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean retryable;
    private final transient @Nullable Duration retryAfter;
    private final transient @Nullable List<? extends Batch> unsent;
    private final transient ExportResult sent;

    private ExportException(
            String message,
            @Nullable Throwable cause,
            boolean retryable,
            @Nullable Duration retryAfter,
            @Nullable List<? extends Batch> unsent,
            ExportResult sent) {
        super(message, cause);
        this.retryable = retryable;
        this.retryAfter = retryAfter;
        this.unsent = unsent;
        this.sent = sent;
    }

    /** A failure that may pass: the backend is away, busy or slow. */
    public static ExportException passing(String message, @Nullable Throwable cause) {
        return new ExportException(message, cause, true, null, null, ExportResult.ACCEPTED);
    }

    /** A failure that another try would only repeat: the backend understood and refused. */
    public static ExportException permanent(String message, @Nullable Throwable cause) {
        return new ExportException(message, cause, false, null, null, ExportResult.ACCEPTED);
    }

    /** The same failure, with the time the backend asked us to wait. */
    public ExportException retryAfter(Duration delay) {
        return new ExportException(messageText(), getCause(), retryable, delay, unsent, sent);
    }

    /**
     * The same failure, for these batches only; the others were sent.
     *
     * @param batches objects of the call, told apart by identity
     */
    public ExportException unsent(List<? extends Batch> batches) {
        return new ExportException(messageText(), getCause(), retryable, retryAfter, List.copyOf(batches), sent);
    }

    /** The same failure, where a backend refused records of the batches that were sent. */
    public ExportException sent(ExportResult result) {
        return new ExportException(messageText(), getCause(), retryable, retryAfter, unsent, result);
    }

    /** Whether another try makes sense. */
    public boolean isRetryable() {
        return retryable;
    }

    /** How long the backend asked us to wait, if it did. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The batches that were not sent; empty means all of the call. */
    public Optional<List<? extends Batch>> unsent() {
        return Optional.ofNullable(unsent);
    }

    /** What the backend took of the batches that were sent. */
    public ExportResult sent() {
        return sent;
    }

    private String messageText() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
