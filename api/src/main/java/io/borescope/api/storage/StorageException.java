package io.borescope.api.storage;

import org.jspecify.annotations.Nullable;

/** Storage did not do what it was asked to. The message names the file, and what to do. */
public final class StorageException extends Exception {
    private static final long serialVersionUID = 1;

    /** What follows from it. */
    public enum Reason {
        /** There is no room, on the disk or within what is configured; there will be when records are removed. */
        FULL,
        /** The record is lost. */
        DAMAGED,
        /** It did not work, and may later. */
        FAILED
    }

    private final Reason reason;

    public StorageException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What follows from it. */
    public Reason reason() {
        return reason;
    }
}
