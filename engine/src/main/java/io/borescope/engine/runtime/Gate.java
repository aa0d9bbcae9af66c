package io.borescope.engine.runtime;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may be inside a part of the agent at once. Data enters with {@link #enter}; timers, closing and replacing go through {@link
 * #exclusively}. Re-entrant, and fair, so that a busy receiver cannot keep a window's timer out.
 */
final class Gate {
    private final Lock entrance;
    private final Lock exclusive;

    private Gate(Lock entrance, Lock exclusive) {
        this.entrance = entrance;
        this.exclusive = exclusive;
    }

    /** One thread at a time, timers included. */
    static Gate serial() {
        ReentrantLock lock = new ReentrantLock(true);
        return new Gate(lock, lock);
    }

    /** Any number of threads with data; nobody beside what runs exclusively. */
    static Gate concurrent() {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
        return new Gate(lock.readLock(), lock.writeLock());
    }

    void enter() {
        entrance.lock();
    }

    void enterInterruptibly() throws InterruptedException {
        entrance.lockInterruptibly();
    }

    void exit() {
        entrance.unlock();
    }

    <T extends @Nullable Object> T exclusively(Supplier<T> action) {
        exclusive.lock();
        try {
            return action.get();
        } finally {
            exclusive.unlock();
        }
    }
}
