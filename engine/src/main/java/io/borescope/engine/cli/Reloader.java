package io.borescope.engine.cli;

import io.borescope.api.component.StartException;
import io.borescope.api.control.AgentReload;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.config.LoadedConfig;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.runtime.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration anew and lets a running agent go over to it; what is wrong with it is logged, and the agent goes on as it was. Thread-safe. */
final class Reloader implements AgentReload, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    /** A change counts when the files have been the same for so long: editors and Kubernetes write them in steps. */
    private static final Duration LOOK_PERIOD = Duration.ofSeconds(2);

    private final Agent agent;
    private final ConfigOptions config;
    private final LogOptions log;
    private final TrustOptions trust;
    private final ComponentCatalog catalog;
    private final AtomicBoolean requested = new AtomicBoolean();
    private volatile @Nullable Outcome latest;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("borescope reload").factory());

    Reloader(Agent agent, ConfigOptions config, LogOptions log, TrustOptions trust, ComponentCatalog catalog) {
        this.agent = agent;
        this.config = config;
        this.log = log;
        this.trust = trust;
        this.catalog = catalog;
    }

    /**
     * Looks at the files from now on, and reloads when they say something else.
     *
     * @param running what the agent was started from
     */
    void watch(ConfigTree running) {
        ConfigWatch watch = new ConfigWatch(config, running);
        long period = LOOK_PERIOD.toNanos();
        var _ = thread.scheduleWithFixedDelay(
                () -> {
                    if (watch.hasChanged()) {
                        readAgain();
                    }
                },
                period,
                period,
                TimeUnit.NANOSECONDS);
    }

    /** Reloads soon; several requests before it begins are one. Returns at once. */
    void request() {
        if (requested.compareAndSet(false, true)) {
            thread.execute(() -> {
                requested.set(false);
                readAgain();
            });
        }
    }

    @Override
    public Outcome reload() throws InterruptedException {
        try {
            return thread.submit(this::readAgain).get();
        } catch (ExecutionException | RejectedExecutionException failure) {
            throw new IllegalStateException("the agent is being closed", failure);
        }
    }

    @Override
    public Optional<Outcome> latest() {
        return Optional.ofNullable(latest);
    }

    private Outcome readAgain() {
        LOG.info("Reading the configuration again.");
        Outcome outcome = tryAgain();
        agent.reloads().ended(outcome.succeeded());
        latest = outcome;
        return outcome;
    }

    private Outcome tryAgain() {
        try {
            ConfigTree tree = config.read();
            LoadedConfig loaded = tree.plan(catalog);
            trust.check(tree, catalog);
            loaded.warnings().forEach(warning -> LOG.warn("{}", warning));
            List<String> started = agent.reload(loaded.plan());
            log.apply(tree.logs());
            String anew = started.isEmpty() ? "nothing" : String.join(", ", started);
            return outcome(
                    true,
                    "Reloaded. Started anew: " + anew + ".",
                    loaded.warnings().stream().map(Object::toString).toList());
        } catch (ConfigException | StartException refused) {
            String message = "The agent goes on with the configuration it had. " + refused.getMessage();
            LOG.error("{}", message);
            return outcome(false, message, List.of());
        } catch (RuntimeException failure) {
            LOG.error("The configuration was not changed.", failure);
            return outcome(false, "The configuration was not changed: " + failure, List.of());
        }
    }

    private static Outcome outcome(boolean succeeded, String message, List<String> warnings) {
        Instant now = Instant.now();
        long epochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return new Outcome(succeeded, message, epochNanos, warnings);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
