package io.borescope.exporter.clickhouse;

import com.clickhouse.client.api.ServerException;
import org.jspecify.annotations.Nullable;

/** A request that did not succeed, and what that means for the next. */
final class RequestException extends Exception {
    private static final long serialVersionUID = 1;

    /** What a failure means. */
    enum Kind {
        /** The server understood and refused; another try would only repeat it. */
        REFUSED,
        /** The server cannot do this now; something else may succeed meanwhile. */
        BUSY,
        /** There was no answer that tells anything; nothing else will succeed now. */
        AWAY
    }

    private final Kind kind;

    RequestException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    boolean isPassing() {
        return kind != Kind.REFUSED;
    }

    /** ClickHouse's code; 0 if there was no answer that has one. */
    int code() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException refusal) {
                return Math.max(0, refusal.getCode());
            }
        }
        return 0;
    }

    /** What happened. */
    String text() {
        String message = getMessage();
        return message == null ? kind.name() : message;
    }
}
