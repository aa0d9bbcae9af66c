package io.borescope.api.event;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.time.Window;

/**
 * Events of one window. Borrowed, like the {@link EventBatch} in it.
 *
 * <p>An event belongs to the window that holds its timestamp. One that describes a span of time (see {@link CpuEvent}) and reaches into
 * several windows appears in each of them; use {@link Window#overlapNanos} for the share and {@link Window#contains} for the window it
 * ends in. Each window ends with exactly one {@linkplain #closing() closing} batch, after which it does not appear again; the closing batch
 * carries the window's true end.
 */
public final class WindowedEvents implements Batch {
    private final Window window;
    private final EventBatch events;
    private final long answered;
    private final boolean closing;

    /**
     * @param events the events, possibly none
     * @param answered how many of them end in this window; the others only reach into it
     * @param closing whether this is the last batch of the window
     */
    public WindowedEvents(Window window, EventBatch events, long answered, boolean closing) {
        this.window = window;
        this.events = events;
        this.answered = answered;
        this.closing = closing;
    }

    @Override
    public Signal<WindowedEvents> signal() {
        return Signal.WINDOWED_EVENTS;
    }

    @Override
    public int size() {
        return events.size();
    }

    @Override
    public long eventCount() {
        return answered;
    }

    /** The window. {@link Window#sequence()} tells windows apart; start and end are final in the closing batch. */
    public Window window() {
        return window;
    }

    /** The events. Their loss is to be booked on this window. */
    public EventBatch events() {
        return events;
    }

    /** Whether this is the last batch of the window. */
    public boolean closing() {
        return closing;
    }

    @Override
    public WindowedEvents owned() {
        return new WindowedEvents(window, events.owned(), answered, closing);
    }
}
