package io.borescope.extension.clickhouseembedded.guard;

/** A request that does not reach the engine. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * Refuses.
     *
     * @param status of the answer, with its reason: {@code 400 Bad Request}
     */
    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
