package io.borescope.engine.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may be inside a part of the agent at once. Data enters with {@link #enter}; timers, closing and replacing go through {@link
 * #exclusively}. Re-entrant, and fair, so that a busy receiver cannot keep a window's timer out.
 */
final class Gate {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private volatile boolean serial;

    private Gate(boolean serial) {
        this.serial = serial;
    }

    /** One thread at a time, timers included. */
    static Gate serial() {
        return new Gate(true);
    }

    /** Any number of threads with data; nobody beside what runs exclusively. */
    static Gate concurrent() {
        return new Gate(false);
    }

    /** Changes how many may be inside. Called by whoever is there exclusively. */
    void serial(boolean isSerial) {
        serial = isSerial;
    }

    void enter() {
        boolean isSerial = serial;
        entrance(isSerial).lock();
        while (isSerial != serial) { // it was changed while this thread waited
            entrance(isSerial).unlock();
            isSerial = serial;
            entrance(isSerial).lock();
        }
    }

    void enterInterruptibly() throws InterruptedException {
        entrance(serial).lockInterruptibly();
    }

    void exit() {
        entrance(serial).unlock();
    }

    private Lock entrance(boolean isSerial) {
        return isSerial ? lock.writeLock() : lock.readLock();
    }

    <T extends @Nullable Object> T exclusively(Supplier<T> action) {
        lock.writeLock().lock();
        try {
            return action.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Keeps everybody out until {@link #reopen}.
     *
     * @param untilNanos when to stop waiting for those who are inside, {@link System#nanoTime}
     * @return whether nobody is inside now
     */
    boolean shut(long untilNanos) throws InterruptedException {
        return lock.writeLock().tryLock(Math.max(0, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** Ends what {@link #shut} began, on the same thread. */
    void reopen() {
        lock.writeLock().unlock();
    }
}
