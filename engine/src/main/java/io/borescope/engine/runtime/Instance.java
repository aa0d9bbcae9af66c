package io.borescope.engine.runtime;

import io.borescope.api.component.Component;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.StartException;
import io.borescope.api.component.Worker;
import io.borescope.api.component.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a component, and all that must end with it: threads, timers, services. Thread-safe.
 */
final class Instance<C extends Component> implements Workers {
    private static final Logger log = LoggerFactory.getLogger(Instance.class);

    private final String name;
    private final Consumer<Instance<C>> onFailure;
    private final List<WorkerThread> workers = new ArrayList<>();
    private final List<Runnable> belongings = new ArrayList<>();
    private @Nullable C component;
    private @Nullable Throwable failure;
    private boolean ended;

    /**
     * @param name for threads and log messages
     * @param onFailure called once, with the first failure, on the failing thread
     */
    Instance(String name, Consumer<Instance<C>> onFailure) {
        this.name = name;
        this.onFailure = onFailure;
    }

    /** Sets the component, once. */
    synchronized void component(C made) {
        component = made;
    }

    /** The component; only asked for after it was made. */
    C component() {
        C made = component;
        if (made == null) {
            throw new IllegalStateException(name + " has not been made");
        }
        return made;
    }

    void start() throws StartException {
        component().start();
    }

    /** Says what to do when this instance ends; does it now if it has ended. */
    void own(Runnable release) {
        synchronized (this) {
            if (!ended) {
                belongings.add(release);
                return;
            }
        }
        release.run();
    }

    @Override
    public Worker start(String role, DutyCycle cycle) {
        WorkerThread worker = new WorkerThread(role.isEmpty() ? name : name + " " + role, cycle, this::fail);
        synchronized (this) {
            if (ended) {
                throw new IllegalStateException(name + " is closed and cannot start a thread");
            }
            workers.add(worker);
            return worker.start();
        }
    }

    /** Runs what belongs to the component; what it throws is this instance's failure. */
    void contain(Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    /**
     * The component threw what it may not throw. Later failures of an instance are consequences of the first.
     *
     * @throws VirtualMachineError the failure itself, if it must end the process
     */
    void fail(Throwable thrown) {
        Containment.passOnFatal(thrown);
        synchronized (this) {
            if (failure != null || ended) {
                log.debug("{}: failed again", name, thrown);
                return;
            }
            failure = thrown;
        }
        onFailure.accept(this);
    }

    /** The first failure, if there was one. */
    synchronized @Nullable Throwable failure() {
        return failure;
    }

    /** Ends the threads; what they worked on then belongs to the caller. */
    void stopWorkers() {
        List<WorkerThread> running;
        synchronized (this) {
            running = List.copyOf(workers);
        }
        for (WorkerThread worker : running) {
            try {
                worker.close();
            } catch (IllegalStateException stuck) {
                log.warn("{}: {}", name, stuck.getMessage());
            }
        }
    }

    /**
     * Closes the component, then whatever it left behind.
     *
     * @return what close threw, or null
     */
    @Nullable
    Throwable end() {
        Throwable thrown = closeComponent();
        List<Runnable> releases;
        synchronized (this) {
            ended = true;
            releases = List.copyOf(belongings).reversed();
            belongings.clear();
        }
        stopWorkers();
        releases.forEach(Runnable::run);
        return thrown;
    }

    private @Nullable Throwable closeComponent() {
        C made = component;
        if (made == null) {
            return null;
        }
        try {
            made.close();
            return null;
        } catch (Throwable thrown) {
            Containment.passOnFatal(thrown);
            return thrown;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
