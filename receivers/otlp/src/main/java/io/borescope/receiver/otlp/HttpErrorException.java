package io.borescope.receiver.otlp;

/** A request that is answered with an error. */
final class HttpErrorException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;

    /**
     * @param status of HTTP
     * @param reason for the sender
     */
    HttpErrorException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }
}
