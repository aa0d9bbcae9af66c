package io.borescope.extension.admin.tap;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes times of day as they are wanted here: in UTC, always with nine decimals, so that columns stay columns. */
public final class Times {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    /** {@code 2026-01-01T10:00:00.000000000Z}; empty if nobody knows the time. */
    public static String text(long epochNanos) {
        return epochNanos == 0
                ? ""
                : FORMAT.format(Instant.ofEpochSecond(
                        Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L)));
    }
}
