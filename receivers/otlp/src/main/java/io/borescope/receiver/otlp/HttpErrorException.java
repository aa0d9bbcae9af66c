package io.borescope.receiver.otlp;

import io.netty.handler.codec.http.HttpResponseStatus;

/** A request that is answered with an error. */
final class HttpErrorException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient HttpResponseStatus status;
    private final String reason;

    /**
     * @param reason for the sender
     */
    HttpErrorException(HttpResponseStatus status, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    HttpResponseStatus status() {
        return status;
    }

    String reason() {
        return reason;
    }
}
