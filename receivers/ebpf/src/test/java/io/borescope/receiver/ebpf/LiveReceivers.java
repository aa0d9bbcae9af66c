package io.borescope.receiver.ebpf;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.StartException;
import io.borescope.api.config.ByteSize;
import io.borescope.api.event.EventBatch;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessRecord;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.time.WindowBorders;
import io.borescope.bpf.ProbeGroup;
import io.borescope.receiver.process.ProcessReceiverConfig;
import io.borescope.receiver.process.ProcessReceiverFactory;
import io.borescope.receiver.process.SelectionRule;
import io.borescope.testing.OneOutput;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The two receivers, wired by hand. */
final class LiveReceivers implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String CLIENT = "tested";

    private final LiveServices services = new LiveServices();
    private final LiveSettings ebpfSettings = new LiveSettings("ebpf", services);
    private final SeenEvents events = new SeenEvents();
    private final SeenEvents lifecycle = new SeenEvents();
    private final SelectionRule rule;
    private final Receiver ebpf;
    private LiveSettings processSettings = new LiveSettings("process", services);
    private Receiver process;
    private ProcessTable table;

    private LiveReceivers(SelectionRule rule, EbpfReceiverConfig config) throws StartException {
        this(rule, config, new WindowBorders(), _ -> {});
    }

    private LiveReceivers(
            SelectionRule rule, EbpfReceiverConfig config, WindowBorders borders, BatchConsumer<EventBatch> rows)
            throws StartException {
        this.rule = rule;
        services.publish(WindowBorders.class, borders);
        this.process = newProcessReceiver();
        process.start();
        this.table = services.find(ProcessTable.class).orElseThrow();
        this.ebpf = new EbpfReceiverFactory().create(ebpfSettings, config, new OneOutput<>(Signal.EVENTS, batch -> {
            events.consume(batch);
            rows.consume(batch);
        }));
        ebpf.start();
    }

    static LiveReceivers follow(int pid, EbpfReceiverConfig config) throws StartException {
        return new LiveReceivers(rule(pid), config);
    }

    /** Where there are windows: their borders, and who makes rows of the same events. */
    static LiveReceivers follow(
            int pid, EbpfReceiverConfig config, WindowBorders borders, BatchConsumer<EventBatch> rows)
            throws StartException {
        return new LiveReceivers(rule(pid), config, borders, rows);
    }

    private static SelectionRule rule(int pid) {
        return new SelectionRule(null, null, null, null, null, null, pid, null, CLIENT, true);
    }

    static LiveReceivers followCommand(String expression, EbpfReceiverConfig config) throws StartException {
        return new LiveReceivers(
                new SelectionRule(null, null, null, null, expression, null, null, null, CLIENT, true), config);
    }

    static LiveReceivers followGroup(String group, EbpfReceiverConfig config) throws StartException {
        return new LiveReceivers(
                new SelectionRule(null, group, null, null, null, null, null, null, null, true), config);
    }

    /** A configuration with some groups only. */
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    static EbpfReceiverConfig observing(@Nullable Integer rings, @Nullable ByteSize ringSize, ProbeGroup... groups) {
        Set<ProbeGroup> enabled = Set.of(groups);
        Map<String, ProbeConfig> probes = Arrays.stream(ProbeGroup.values())
                .collect(Collectors.toMap(
                        ProbeGroup::label, group -> new ProbeConfig(enabled.contains(group), null, null)));
        return new EbpfReceiverConfig(
                probes, null, ringSize, null, rings, null, null, null, null, Map.of(), null, null);
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private Receiver newProcessReceiver() {
        ProcessReceiverConfig config =
                new ProcessReceiverConfig(List.of(rule), List.of(), List.of(), null, Map.of(), null, null, null, null);
        return new ProcessReceiverFactory().create(processSettings, config, lifecycle);
    }

    /** As the engine does when the process receiver has failed: a new instance, and the services of the old one gone. */
    void restartProcessReceiver() throws StartException {
        process.close();
        services.withdrawAll();
        processSettings = new LiveSettings("process", services);
        process = newProcessReceiver();
        process.start();
        table = services.find(ProcessTable.class).orElseThrow();
    }

    /** System calls and CPU time. */
    SeenEvents events() {
        return events;
    }

    /** Forks, execs and exits. */
    SeenEvents lifecycle() {
        return lifecycle;
    }

    LiveSettings ebpfSettings() {
        return ebpfSettings;
    }

    LiveSettings processSettings() {
        return processSettings;
    }

    Optional<ProcessRecord> process(int number) {
        return table.find(number);
    }

    PortTable ports() {
        return services.find(PortTable.class).orElseThrow();
    }

    Collection<ProcessRecord> processes() {
        return table.all();
    }

    /** Waits until both watermarks have passed this moment: everything that happened before has arrived. */
    void awaitEverythingUntilNow() {
        long now = System.nanoTime();
        await(() -> events.watermarkNanos() > now && lifecycle.watermarkNanos() > now);
    }

    void await(BooleanSupplier condition) {
        await(condition, DEADLINE);
    }

    void await(BooleanSupplier condition, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            Throwable failure = ebpfSettings.failure() == null ? processSettings.failure() : ebpfSettings.failure();
            if (failure != null) {
                throw new IllegalStateException("a receiver has failed", failure);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("what was waited for did not happen in " + longest);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Ends both before the test does, to see what they hand on at last. */
    void stop() {
        ebpf.close();
        process.close();
    }

    @Override
    public void close() {
        stop();
    }
}
