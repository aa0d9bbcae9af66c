package io.borescope.receiver.otlp;

import java.util.concurrent.Semaphore;

/** Bounds how many requests of a transport are in memory at a time. */
final class Admission {
    private static final int AT_A_TIME = 64;

    private final Semaphore free = new Semaphore(AT_A_TIME);

    /** Whether one more may be served; then {@link #leave} must follow. */
    boolean enter() {
        return free.tryAcquire();
    }

    void leave() {
        free.release();
    }
}
