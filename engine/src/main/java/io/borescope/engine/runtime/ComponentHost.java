package io.borescope.engine.runtime;

import io.borescope.api.component.Component;
import io.borescope.api.component.StartException;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.api.telemetry.Counter;
import io.borescope.engine.runtime.delivery.Backoff;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.LossReason;
import io.borescope.engine.runtime.telemetry.StatusEntry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one component in the agent. It makes the component, contains what it throws, and replaces it by a new instance after a
 * back-off. The account, the status and the figures outlive the instances.
 *
 * <p>It outlives changes of the configuration too: what it makes is made anew as planned then.
 *
 * <p>A failed instance is closed and replaced on a thread of its own, so that one component's slow end holds nobody else up.
 *
 * @param <C> what it makes
 * @param <P> what says how
 */
abstract class ComponentHost<C extends Component, P> {
    private static final Logger log = LoggerFactory.getLogger(ComponentHost.class);

    final ComponentKey key;
    final Environment environment;
    final Account account;
    final StatusEntry status;

    private final Gate gate;
    private final Backoff backoff;
    private final Counter restarts;
    private volatile @Nullable Instance<C> current;
    private volatile @Nullable P planned;
    private volatile boolean running;
    private volatile boolean closed;
    private @Nullable Thread replacer;
    private long upSinceNanos;

    /**
     * @param gate keeps data out while an instance closes
     */
    ComponentHost(ComponentKey key, Environment environment, Gate gate) {
        this.key = key;
        this.environment = environment;
        this.gate = gate;
        this.account = new Account(key);
        this.status = new StatusEntry(key, environment.clock(), this::reported);
        this.backoff = environment.restartDelays().backoff();
        this.restarts = environment
                .meters()
                .counter(key, EngineFigures.RESTARTS, "{restart}", "Failures after which the component was replaced.");
    }

    /** Makes the component; opens nothing. */
    abstract C create(Instance<C> instance);

    /** What the next instance is made from. */
    final P planned() {
        return Objects.requireNonNull(planned, "planned before");
    }

    /** Says what to make from the next start on. */
    final void plan(P plan) {
        planned = plan;
    }

    /** Whether it has been started, as planned here, and has not been closed since. */
    final boolean runsAs(P plan) {
        P now = planned;
        return running && now != null && isSame(now, plan);
    }

    /** Whether two plans make the same. */
    boolean isSame(P one, P other) {
        return one.equals(other);
    }

    /** Whether it has been started and has not been closed since. */
    final boolean isRunning() {
        return running;
    }

    /** Hears of every status report. */
    void reported(State state) {}

    /** An instance is about to start. */
    void comingUp() {}

    /** An instance has ended, for now or for good. */
    void goneDown() {}

    /** The instance that takes data, or null while there is none. */
    final @Nullable Instance<C> current() {
        return current;
    }

    final Gate gate() {
        return gate;
    }

    /** Why data that arrives while there is no instance is lost. */
    final LossReason downReason() {
        return closed ? LossReason.SHUTDOWN : LossReason.COMPONENT_DOWN;
    }

    /**
     * Starts an instance, for the first time or after {@link #close}.
     *
     * @throws StartException naming the component; it has been closed then
     */
    final void start() throws StartException {
        reopen();
        Instance<C> instance = new Instance<>(key.toString(), this::failed);
        try {
            launch(instance);
            running = true;
        } catch (Throwable failure) {
            Containment.passOnFatal(failure);
            StartException startFailure = new StartException(key + ": " + message(failure), failure);
            Throwable closeFailure = end(instance);
            if (closeFailure != null) {
                startFailure.addSuppressed(closeFailure);
            }
            throw startFailure;
        }
    }

    /** Starts an instance after a rest, and again until one starts. */
    final synchronized void startLater(Throwable cause) {
        reopen();
        running = true;
        replacer = Thread.ofPlatform().daemon().name(key + " restart").start(() -> startAgain(cause));
    }

    private synchronized void reopen() {
        closed = false;
        replacer = null;
    }

    /**
     * Closes, for good or until the next start.
     *
     * @return what the component's close threw, or null
     */
    final @Nullable Throwable close() {
        Thread replacing;
        synchronized (this) {
            closed = true;
            running = false;
            replacing = replacer;
            notifyAll();
        }
        if (replacing != null) {
            join(replacing);
        }
        Instance<C> instance = current;
        Throwable thrown = null;
        if (instance != null) {
            status.stopping();
            thrown = end(instance);
        }
        status.stopped();
        return thrown;
    }

    /** The component does not return from closing, and the agent waits no longer: what it has in its hands is lost. */
    final void leaveBehind() {
        account.settle(LossReason.SHUTDOWN);
        status.permanent("does not close; it is left behind");
    }

    /** Waits while a failed instance is being replaced. */
    final Instance<C> awaitCurrent() throws InterruptedException {
        Instance<C> instance = current;
        if (instance != null) {
            return instance;
        }
        synchronized (this) {
            for (instance = current; instance == null; instance = current) {
                if (closed) {
                    throw new InterruptedException(key + " is closed");
                }
                wait();
            }
            return instance;
        }
    }

    private void launch(Instance<C> instance) throws StartException {
        status.starting();
        comingUp();
        instance.component(create(instance));
        instance.start();
        synchronized (this) {
            if (closed) {
                throw new StartException("the agent is closing");
            }
            current = instance;
            upSinceNanos = System.nanoTime();
            notifyAll();
            status.started(); // before a failure can be told, or it would hide it
            if (instance.failure() != null) {
                failed(instance);
            }
        }
    }

    /** Called on the thread that failed, often from inside the gate: only takes the instance out and leaves the rest to the replacer. */
    private synchronized void failed(Instance<C> instance) {
        if (current != instance) {
            return; // still starting: launch sees the failure at its end
        }
        log.error("{}: failed", key, instance.failure());
        if (closed) {
            return; // being closed anyway
        }
        current = null;
        if (System.nanoTime() - upSinceNanos > environment.restartDelays().max().toNanos()) {
            backoff.reset();
        }
        replacer = Thread.ofPlatform().daemon().name(key + " restart").start(() -> replace(instance));
    }

    private void replace(Instance<C> failed) {
        failed.stopWorkers();
        end(failed);
        startAgain(failed.failure());
    }

    private void startAgain(@Nullable Throwable why) {
        Throwable cause = why;
        while (!closed && rest(cause)) {
            Instance<C> instance = new Instance<>(key.toString(), this::failed);
            try {
                launch(instance);
                log.info("{}: started again", key);
                return;
            } catch (Throwable failure) {
                Containment.passOnFatal(failure);
                cause = failure;
                log.debug("{}: cannot start", key, failure);
                end(instance);
            }
        }
    }

    private boolean rest(@Nullable Throwable cause) {
        Duration delay = backoff.next();
        status.recoverable("failed, starts again in %d ms: %s".formatted(delay.toMillis(), message(cause)));
        restarts.add(1);
        long until = System.nanoTime() + delay.toNanos();
        try {
            synchronized (this) {
                long left = delay.toNanos();
                while (!closed && left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                    left = until - System.nanoTime();
                }
            }
            return !closed;
        } catch (InterruptedException closing) {
            return false;
        }
    }

    /** Ends an instance and books what it did not hand on. */
    private @Nullable Throwable end(Instance<C> instance) {
        Throwable thrown = gate.exclusively(() -> endInside(instance));
        goneDown();
        if (thrown != null) {
            log.error("{}: failed to close", key, thrown);
        }
        return thrown;
    }

    private @Nullable Throwable endInside(Instance<C> instance) {
        Throwable thrown = instance.end();
        current = current == instance ? null : current;
        if (thrown == null && instance.failure() == null) {
            account.settleClosed();
        } else {
            account.settle(LossReason.COMPONENT_FAILED);
        }
        return thrown;
    }

    /** Interrupted, the agent waits no longer; so the replacing thread shall not either. */
    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private static String message(@Nullable Throwable failure) {
        if (failure == null) {
            return "";
        }
        String message = failure.getMessage();
        return message != null && failure instanceof StartException ? message : failure.toString();
    }
}
