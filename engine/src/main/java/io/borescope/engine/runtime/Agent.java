package io.borescope.engine.runtime;

import io.borescope.api.component.StartException;
import io.borescope.api.telemetry.AgentFigures;
import io.borescope.api.telemetry.AgentHealth;
import io.borescope.api.telemetry.FigureLevel;
import io.borescope.api.telemetry.PipelineTaps;
import io.borescope.api.time.EngineClock;
import io.borescope.api.time.WindowBorders;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentStatus;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.engine.runtime.telemetry.MeterRegistry;
import io.borescope.engine.runtime.telemetry.Reloads;
import io.borescope.engine.runtime.telemetry.Summary;
import io.borescope.engine.telemetry.SelfTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running agent. Built from a plan, started once, changed as often as wanted, closed once. Thread-safe.
 *
 * <p>All its threads are daemons: whoever starts an agent keeps the process alive. What must end the process (a {@link
 * VirtualMachineError}) is not contained but reaches the default uncaught-exception handler.
 */
public final class Agent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private volatile AgentPlan plan;
    private final EngineClock clock;
    private final Runnable clockCheck;
    private final ScheduledThreadPoolExecutor scheduler = Schedulers.create("borescope scheduler");
    private final Graph graph;
    private final ReentrantLock lifecycle = new ReentrantLock();
    private final Health health;
    private final Reloads reloads = new Reloads();
    private final EngineFigures figures;
    private final ServiceRegistry services;
    private final UUID agentId;
    private SelfTelemetry telemetry;
    private volatile boolean closing;
    private volatile @Nullable Thread starter;
    private boolean closed;

    /** An agent on the system's clock, with the identity of this machine and instance. */
    public Agent(AgentPlan plan) {
        this(plan, new SystemClock(), Identity.agentId(plan.resource(), Identity.MACHINE_ID));
    }

    private Agent(AgentPlan plan, SystemClock clock, UUID agentId) {
        this(plan, clock, clock::check, agentId, RestartDelays.DEFAULT);
    }

    /** An agent on a given clock, with a given identity. */
    public Agent(AgentPlan plan, EngineClock clock, UUID agentId) {
        this(plan, clock, () -> {}, agentId, RestartDelays.DEFAULT);
    }

    Agent(AgentPlan plan, EngineClock clock, Runnable clockCheck, UUID agentId, RestartDelays restartDelays) {
        this.plan = plan;
        this.clock = clock;
        this.clockCheck = clockCheck;
        ServiceRegistry services = new ServiceRegistry();
        MeterRegistry meters = new MeterRegistry(plan.telemetry().level() == FigureLevel.DETAILED);
        Environment environment = new Environment(
                plan.resource(), clock, new Identity(agentId), services, meters, scheduler, restartDelays);
        this.graph = new Graph(plan, environment);
        this.health = new Health(clock.epochNanos());
        this.figures = new EngineFigures(
                graph, meters, clock, () -> this.plan.telemetry().configHash(), health::startNanos, reloads);
        this.agentId = agentId;
        this.telemetry = selfTelemetry(plan);
        this.services = services;
        services.provide(AgentHealth.class, health);
        services.provide(AgentFigures.class, figures);
        services.provide(PipelineTaps.class, new GraphTaps(graph));
        services.provide(WindowBorders.class, new WindowBorders());
    }

    /**
     * Starts all components: extensions, exporters, processors from last to first, receivers.
     *
     * @throws StartException naming the component that cannot start; all others have been closed again, and what their closing threw is
     *     suppressed
     * @throws IllegalStateException if the agent was started or closed before
     */
    public void start() throws StartException {
        lifecycle.lock();
        try {
            if (starter != null || closed) {
                throw new IllegalStateException("an agent is started once");
            }
            starter = Thread.currentThread();
            startAll();
        } finally {
            lifecycle.unlock();
        }
    }

    private void startAll() throws StartException {
        long period = SystemClock.CHECK_PERIOD.toNanos();
        var _ = scheduler.scheduleWithFixedDelay(clockCheck, period, period, TimeUnit.NANOSECONDS);
        try {
            telemetry.start();
            new GraphChange(graph, plan, () -> closing, false).make();
        } catch (StartException failure) {
            closeAll().forEach(failure::addSuppressed);
            throw failure;
        }
        health.started();
        log.info("Everything is ready. Begin running and processing data.");
    }

    /**
     * Goes over to another plan. What is the same in both goes on, with its open windows, queues and attached probes; what differs is closed,
     * hands on what it holds, and is made anew. No data is lost between, except what nobody sees while a receiver itself is exchanged.
     *
     * @return what was started anew
     * @throws StartException if something of the new plan cannot start; says what. The agent is as it was then: what was closed has been
     *     started again, or is tried again until it starts
     * @throws IllegalStateException if the agent has not been started or is closed
     */
    public List<String> reload(AgentPlan next) throws StartException {
        lifecycle.lock();
        try {
            if (starter == null || closed) {
                throw new IllegalStateException("only an agent that runs can change");
            }
            if (!next.resource().equals(plan.resource())) {
                throw new StartException(
                        "service.instance, service.network and service.resource are fixed while the agent runs. Restart it.");
            }
            starter = Thread.currentThread();
            boolean isShownAnew = !next.telemetry().showsAs(plan.telemetry());
            List<String> started = change(next);
            if (isShownAnew) {
                showAnew();
            }
            return started;
        } finally {
            lifecycle.unlock();
        }
    }

    private List<String> change(AgentPlan next) throws StartException {
        try {
            GraphChange change = new GraphChange(graph, next, () -> closing, false);
            change.make();
            plan = next;
            log.info("Reloaded. Started anew: {}.", change.started().isEmpty() ? "nothing" : change.started());
            return change.started().stream().map(ComponentKey::toString).toList();
        } catch (StartException | RuntimeException failure) {
            if (!closing) {
                goBack(failure);
            }
            throw failure;
        }
    }

    /** Whoever scrapes or is pushed to misses nothing but a moment: figures are kept by the graph, not by what shows them. */
    private void showAnew() {
        telemetry.close();
        telemetry = selfTelemetry(plan);
        telemetry.start();
        log.info("The agent's own metrics are shown as the configuration says now.");
    }

    private SelfTelemetry selfTelemetry(AgentPlan from) {
        return new SelfTelemetry(from.telemetry(), figures, from.resource(), agentId);
    }

    private void goBack(Exception failure) {
        try {
            new GraphChange(graph, plan, () -> closing, true).make();
        } catch (StartException | RuntimeException again) {
            failure.addSuppressed(again);
            log.error("what ran before could not be started again", again);
        }
    }

    /**
     * Stops in the order of flow, so that what is in flight is delivered, within the plan's shutdown timeout. What could not be delivered by
     * then is counted as lost. Failures are logged. Does nothing when called again.
     */
    @Override
    public void close() {
        closing = true;
        if (!waitForStart()) {
            log.error("a component does not return from its start; what has started is left as it is");
            return;
        }
        try {
            closeAll().forEach(failure -> log.warn("while closing: {}", failure.toString()));
        } finally {
            lifecycle.unlock();
        }
    }

    /** A start that blocks is given the shutdown timeout, then interrupted. Says whether this thread holds the lock. */
    private boolean waitForStart() {
        try {
            if (lifecycle.tryLock(plan.shutdownTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                return true;
            }
            Thread starting = starter;
            if (starting != null) {
                starting.interrupt();
            }
            return lifecycle.tryLock(BoundedClose.GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return lifecycle.tryLock();
        }
    }

    /** How often the wall clock was stepped while the agent ran. */
    public int clockSteps() {
        return clock.mapping().generation();
    }

    /** What became of the input events. Exact once closed; while running, its figures are a moment apart. */
    public Summary summary() {
        return graph.summary();
    }

    /** The accounts of all receivers, processors and edges to exporters, in the order of flow. */
    public List<LedgerLine> ledger() {
        return graph.ledger();
    }

    /** How each component is: extensions, receivers, processors, exporters. */
    public List<ComponentStatus> status() {
        return graph.status();
    }

    /** Whoever tells the agent to reload counts here what came of it, whatever was wrong. */
    public Reloads reloads() {
        return reloads;
    }

    /** Gives components a service of whoever runs the agent. */
    public <T> void provide(Class<T> type, T service) {
        services.provide(type, service);
    }

    /** What the agent counts about itself. */
    public AgentFigures figures() {
        return figures;
    }

    /**
     * Half of the shutdown timeout is for what flows to the queues, most of the rest for the queues; a tenth is left for the exporters' own
     * end. Closing what never started does nothing.
     */
    private List<Throwable> closeAll() {
        if (closed) {
            return List.of();
        }
        closed = true;
        long now = System.nanoTime();
        Duration timeout = plan.shutdownTimeout();
        long upstreamUntil = now + timeout.dividedBy(2).toNanos();
        long drainUntil = now + timeout.multipliedBy(9).dividedBy(10).toNanos();
        long releaseUntil = now + timeout.toNanos();
        BoundedClose steps = new BoundedClose();
        List<ExporterHost> exporters =
                graph.exporters().stream().filter(ExporterHost::delivers).toList();
        exporters.forEach(exporter -> exporter.delivery().stopOffers(upstreamUntil));
        graph.receivers().reversed().forEach(receiver -> steps.close(receiver, upstreamUntil));
        for (Pipeline pipeline : graph.pipelines()) {
            pipeline.processors().forEach(processor -> steps.close(processor, upstreamUntil));
            pipeline.close();
        }
        exporters.forEach(exporter -> exporter.delivery().drain(drainUntil));
        exporters.forEach(exporter -> exporter.closeDelivery(drainUntil));
        exporters.forEach(exporter -> steps.close(exporter, releaseUntil));
        graph.extensions().reversed().forEach(extension -> steps.close(extension, releaseUntil));
        scheduler.shutdownNow();
        telemetry.close();
        return steps.failures();
    }

    /** What components see of how the agent is. */
    private final class Health implements AgentHealth {
        private final long createdEpochNanos;
        private final long createdNanos = clock.monotonicNanos();
        private volatile long startNanos;
        private volatile boolean started;

        Health(long createdEpochNanos) {
            this.createdEpochNanos = createdEpochNanos;
        }

        private void started() {
            startNanos = clock.monotonicNanos() - createdNanos;
            started = true;
        }

        /** How long the start took, once it has ended. */
        private OptionalLong startNanos() {
            return started ? OptionalLong.of(startNanos) : OptionalLong.empty();
        }

        @Override
        public boolean isReady() {
            return started && !closing;
        }

        @Override
        public long startedEpochNanos() {
            return createdEpochNanos;
        }

        @Override
        public List<ComponentHealth> components() {
            return told(graph.status());
        }

        @Override
        public List<ComponentHealth> latestErrors() {
            return told(graph.latestErrors());
        }

        private static List<ComponentHealth> told(List<ComponentStatus> statuses) {
            return statuses.stream()
                    .map(each -> new ComponentHealth(
                            each.key().kind().label() + " " + each.key(),
                            each.state(),
                            each.message(),
                            each.sinceEpochNanos()))
                    .toList();
        }
    }
}
