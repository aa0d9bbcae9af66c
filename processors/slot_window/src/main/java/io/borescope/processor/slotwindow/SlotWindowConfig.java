package io.borescope.processor.slotwindow;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.time.SlotConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What users write under {@code slot_window}. */
public record SlotWindowConfig(
        @Doc("Length of a window, from 10ms to 1h.") Duration interval,

        @Doc(
                "Slots to cut into windows. Left out: those that another component publishes, else a grid aligned to the epoch.")
        @Nullable
        SlotConfig slot,

        @Doc("How long after its end, by the source's progress, a window waits for events that arrive out of order.")
        Duration grace,

        @Doc("How long a source may stand still before its windows are closed by the clock.")
        Duration idleTimeout,

        @Doc("Most windows open at once. One more closes the oldest early, so this bounds memory.")
        Integer maxOpenWindows)
        implements ComponentConfig {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    /** Long: on a host without CPU to spare the agent itself may stand still for seconds, and what it reads then must not be late. */
    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration SHORTEST_IDLE_TIMEOUT = Duration.ofMillis(100);
    private static final int MOST_OPEN_WINDOWS = 4096;

    public SlotWindowConfig {
        interval = requireNonNullElse(interval, Duration.ofSeconds(1));
        grace = requireNonNullElse(grace, Duration.ofMillis(500));
        idleTimeout = requireNonNullElse(idleTimeout, DEFAULT_IDLE_TIMEOUT);
        maxOpenWindows = requireNonNullElse(maxOpenWindows, 256);
    }

    @Override
    public void validate(Problems problems) {
        boolean inRange = checkRange(problems, "interval", interval, SHORTEST_INTERVAL);
        inRange &= checkRange(problems, "grace", grace, Duration.ZERO);
        checkRange(problems, "idle_timeout", idleTimeout, SHORTEST_IDLE_TIMEOUT);
        if (inRange) {
            checkOpenWindows(problems);
        }
        if (slot != null) {
            checkSlot(problems, slot);
        }
    }

    private static boolean checkRange(Problems problems, String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            problems.add(key, "%s is out of range. Use %s to %s.", value, least, LONGEST);
            return false;
        }
        return true;
    }

    private void checkSlot(Problems problems, SlotConfig configured) {
        AtomicBoolean sound = new AtomicBoolean(true);
        configured.validate((key, format, arguments) -> {
            sound.set(false);
            problems.within("slot").add(key, format, arguments);
        });
        if (!sound.get()) {
            return;
        }
        Duration length = Duration.ofNanos(configured.toSlotClock().slotNanos());
        if (interval.compareTo(length) > 0) {
            problems.add("interval", "%s is longer than a slot of %s.", interval, length);
        }
    }

    /** The windows that wait for their grace to pass must fit, with one being filled and one just begun. */
    private void checkOpenWindows(Problems problems) {
        long least = 2 + grace.dividedBy(interval);
        if (maxOpenWindows < least || maxOpenWindows > MOST_OPEN_WINDOWS) {
            problems.add(
                    "max_open_windows",
                    "%d is out of range. With this interval and grace use %d to %d.",
                    maxOpenWindows,
                    least,
                    MOST_OPEN_WINDOWS);
        }
    }
}
