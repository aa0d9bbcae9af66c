package io.borescope.engine.runtime.telemetry;

import io.borescope.api.component.StatusReporter;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.api.time.EngineClock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The latest status of one component. Each change of state is logged once. Thread-safe. */
public final class StatusEntry implements StatusReporter {
    private static final Logger log = LoggerFactory.getLogger(StatusEntry.class);

    private final ComponentKey key;
    private final EngineClock clock;
    private final Consumer<State> listener;
    private ComponentStatus status;
    private @Nullable ComponentStatus latestError;

    /**
     * @param listener hears of every report, on the reporting thread
     */
    public StatusEntry(ComponentKey key, EngineClock clock, Consumer<State> listener) {
        this.key = key;
        this.clock = clock;
        this.listener = listener;
        this.status = new ComponentStatus(key, State.STOPPED, "", clock.epochNanos());
    }

    /** The status now. */
    public synchronized ComponentStatus status() {
        return status;
    }

    /** The latest report that something is wrong, though it may be over by now. */
    public synchronized Optional<ComponentStatus> latestError() {
        return Optional.ofNullable(latestError);
    }

    @Override
    public void ok() {
        report(State.OK, "");
    }

    @Override
    public void recoverable(String message) {
        report(State.RECOVERABLE, message);
    }

    @Override
    public void permanent(String message) {
        report(State.PERMANENT, message);
    }

    /** The engine starts an instance. */
    public void starting() {
        report(State.STARTING, "");
    }

    /** The engine has started an instance: it is well, unless it said otherwise while it started. */
    public synchronized void started() {
        if (status.state() == State.STARTING) {
            ok();
        }
    }

    /** The engine closes the component. */
    public void stopping() {
        report(State.STOPPING, "");
    }

    /** The component is closed for good. */
    public void stopped() {
        report(State.STOPPED, "");
    }

    private void report(State state, String message) {
        synchronized (this) {
            if (state == status.state()) {
                status = new ComponentStatus(key, state, message, status.sinceEpochNanos());
            } else {
                logChange(status.state(), state, message);
                status = new ComponentStatus(key, state, message, clock.epochNanos());
            }
            if (state == State.RECOVERABLE || state == State.PERMANENT) {
                latestError = new ComponentStatus(key, state, message, clock.epochNanos());
            }
        }
        listener.accept(state);
    }

    private void logChange(State from, State to, String message) {
        switch (to) {
            case PERMANENT -> log.error("{}: has stopped working: {}", key, message);
            case RECOVERABLE -> log.warn("{}: {}", key, message);
            case OK -> {
                if (from != State.STARTING) {
                    log.info("{}: works again", key);
                }
            }
            case STARTING, STOPPING, STOPPED -> log.debug("{}: {}", key, to);
        }
    }
}
