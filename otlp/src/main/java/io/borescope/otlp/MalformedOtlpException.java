package io.borescope.otlp;

/** Bytes that are no message of OTLP, or one beyond the limits; the message is for whoever sent them. */
public final class MalformedOtlpException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedOtlpException(String message, Throwable cause) {
        super(message, cause);
    }
}
