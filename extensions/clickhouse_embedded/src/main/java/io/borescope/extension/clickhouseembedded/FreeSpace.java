package io.borescope.extension.clickhouseembedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a data directory has room left. The engine only tells those who insert, and without the name of the place. Used by one thread.
 */
final class FreeSpace {
    /** A merge of small parts fits into it. */
    private static final long LEAST_BYTES = 64L << 20;

    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private final Path directory;
    private long lookAtNanos;
    private boolean isShort;

    FreeSpace(Path directory, long nowNanos) {
        this.directory = directory;
        this.lookAtNanos = nowNanos;
    }

    /** Looks every ten seconds. Says what there is to report if that has changed: a problem, or an empty text for none any more. */
    Optional<String> change(long nowNanos) throws IOException {
        if (nowNanos - lookAtNanos < 0) {
            return Optional.empty();
        }
        lookAtNanos = nowNanos + INTERVAL_NANOS;
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < LEAST_BYTES == isShort) {
            return Optional.empty();
        }
        isShort = !isShort;
        return Optional.of(
                isShort
                        ? "%s has only %d MiB left, and inserts fail when they do not fit. Make room there, or set directory to another place."
                                .formatted(directory, free >> 20)
                        : "");
    }
}
