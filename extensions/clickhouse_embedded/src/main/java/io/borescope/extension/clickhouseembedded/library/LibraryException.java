package io.borescope.extension.clickhouseembedded.library;

/** The engine's library cannot be had or cannot run here. The message says why and what to do. */
public final class LibraryException extends Exception {
    private static final long serialVersionUID = 1;

    public LibraryException(String message) {
        super(message);
    }

    public LibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
