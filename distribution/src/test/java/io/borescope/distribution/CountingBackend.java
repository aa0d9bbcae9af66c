package io.borescope.distribution;

import io.borescope.testing.TestCertificate;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A backend that counts by itself what it took, and behaves as told. Thread-safe. */
abstract class CountingBackend implements AutoCloseable {
    /** What it does with a request. */
    enum Behaviour {
        TAKE,
        /** Too many requests: come again after a second. */
        LATER_IN_SECONDS,
        /** The same, with a date. */
        LATER_AT_A_DATE,
        UNAVAILABLE,
        /** Takes all but {@link #REJECTED} records. */
        TAKE_MOST,
        /** Takes it and does not say so. */
        TAKE_SILENTLY,
        /** Takes it, and the connection breaks before it has said so. */
        TAKE_AND_BREAK
    }

    /** What to answer. */
    record Verdict(Behaviour behaviour, String retryAfter) {}

    static final int REJECTED = 3;

    private final Map<String, Integer> arrivals = new HashMap<>();
    private final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private Runnable breaker = () -> {};
    private Instant notBefore = Instant.EPOCH;
    private boolean hangs;
    private long early;
    private long rejected;

    /** Opens one for an exporter of this type; with a certificate, one that speaks TLS. */
    static CountingBackend open(String exporter, @Nullable TestCertificate certificate) throws Exception {
        return exporter.equals("otlp") ? new GrpcBackend(certificate) : new HttpBackend(certificate);
    }

    abstract int port();

    /** Behaves so at the next request. */
    void next(Behaviour behaviour) {
        next.add(behaviour);
    }

    /** How {@link Behaviour#TAKE_AND_BREAK} breaks connections. */
    synchronized void breakWith(Runnable way) {
        breaker = way;
    }

    /** Whether it neither takes nor answers anything for now; requests that came meanwhile are taken when it ends. */
    synchronized void hang(boolean wanted) {
        hangs = wanted;
        notifyAll();
    }

    /** Takes numbers, or not. */
    synchronized Verdict take(List<String> numbers) {
        awaitNoHang();
        if (Instant.now().isBefore(notBefore)) {
            early++;
        }
        Behaviour behaviour = Objects.requireNonNullElse(next.poll(), Behaviour.TAKE);
        switch (behaviour) {
            case LATER_IN_SECONDS -> {
                notBefore = Instant.now().plusSeconds(1);
                return new Verdict(behaviour, "1");
            }
            case LATER_AT_A_DATE -> {
                notBefore = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
                ZonedDateTime date = notBefore.atZone(ZoneOffset.UTC);
                return new Verdict(behaviour, DateTimeFormatter.RFC_1123_DATE_TIME.format(date));
            }
            case UNAVAILABLE -> {}
            case TAKE_MOST -> {
                rejected += REJECTED;
                count(numbers.subList(REJECTED, numbers.size()));
            }
            case TAKE_AND_BREAK -> {
                count(numbers);
                breaker.run();
            }
            case TAKE, TAKE_SILENTLY -> count(numbers);
        }
        return new Verdict(behaviour, "");
    }

    @SuppressWarnings("GuardedBy") // its caller has the monitor
    private void awaitNoHang() {
        try {
            while (hangs) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(List<String> numbers) {
        numbers.forEach(number -> arrivals.merge(number, 1, Integer::sum));
    }

    /** Whether every behaviour that was told has been shown. */
    boolean hasBehaved() {
        return next.isEmpty();
    }

    /** How often each number was taken. */
    synchronized Map<String, Integer> arrivals() {
        return Map.copyOf(arrivals);
    }

    /** Requests that came before the time that it had asked for. */
    synchronized long early() {
        return early;
    }

    /** Records that it refused out of requests that it took. */
    synchronized long rejected() {
        return rejected;
    }

    /** Says nothing until the end. */
    void beSilent() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        hang(false);
    }
}
