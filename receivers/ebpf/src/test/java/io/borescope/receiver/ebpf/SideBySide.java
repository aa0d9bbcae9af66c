package io.borescope.receiver.ebpf;

import io.borescope.api.Signal;
import io.borescope.api.component.Receiver;
import io.borescope.api.config.ByteSize;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.WindowBorders;
import io.borescope.bpf.ProbeGroup;
import io.borescope.receiver.process.ProcessReceiverConfig;
import io.borescope.receiver.process.ProcessReceiverFactory;
import io.borescope.receiver.process.SelectionRule;
import io.borescope.testing.OneOutput;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The same processes observed twice at the same time: event by event, and added up in the kernel. */
final class SideBySide implements AutoCloseable {
    private final LiveServices services = new LiveServices();
    private final WindowBorders borders = new WindowBorders();
    private final LiveSettings eventSettings = new LiveSettings("ebpf/events", services);
    private final LiveSettings partialSettings = new LiveSettings("ebpf/partials", services);
    private final DeliveredRows events;
    private final DeliveredRows partials;
    private final Receiver process;
    private final Receiver eventReceiver;
    private final Receiver partialReceiver;

    private SideBySide(int pid, Duration interval, EbpfReceiverConfig eventConfig, EbpfReceiverConfig partialConfig)
            throws Exception {
        ClockMapping mapping = eventSettings.clock().mapping();
        events = new DeliveredRows(interval, new WindowBorders(), mapping);
        partials = new DeliveredRows(interval, borders, mapping);
        services.publish(WindowBorders.class, borders);
        process = newProcessReceiver(pid);
        process.start();
        eventReceiver =
                new EbpfReceiverFactory().create(eventSettings, eventConfig, new OneOutput<>(Signal.EVENTS, events));
        partialReceiver = new EbpfReceiverFactory()
                .create(partialSettings, partialConfig, new OneOutput<>(Signal.EVENTS, partials));
        eventReceiver.start();
        partialReceiver.start();
    }

    /** What a process and its children do, by some groups. */
    static SideBySide observe(int pid, int partialKeys, ProbeGroup... groups) throws Exception {
        return observe(pid, Duration.ofMillis(100), partialKeys, groups);
    }

    /** The same in windows of another length. */
    static SideBySide observe(int pid, Duration interval, int partialKeys, ProbeGroup... groups) throws Exception {
        return new SideBySide(
                pid,
                interval,
                config(Delivery.EVENTS, partialKeys, null, groups),
                config(Delivery.PARTIALS, partialKeys, null, groups));
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    static EbpfReceiverConfig config(
            Delivery delivery, int partialKeys, @Nullable ByteSize ringSize, ProbeGroup... groups) {
        Set<ProbeGroup> enabled = Set.of(groups);
        Map<String, ProbeConfig> probes = Arrays.stream(ProbeGroup.values())
                .collect(Collectors.toMap(
                        ProbeGroup::label, group -> new ProbeConfig(enabled.contains(group), null, null)));
        return new EbpfReceiverConfig(
                probes, null, ringSize, null, null, null, null, null, delivery, Map.of(), partialKeys, null);
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private Receiver newProcessReceiver(int pid) {
        SelectionRule rule = new SelectionRule(null, null, null, null, null, null, pid, null, "tested", true);
        return new ProcessReceiverFactory()
                .create(
                        new LiveSettings("process", services),
                        new ProcessReceiverConfig(
                                List.of(rule), List.of(), List.of(), null, Map.of(), null, null, null, null),
                        new SeenEvents());
    }

    /** Detaches everything and reports the last windows. */
    void stop() throws Exception {
        close();
        events.close();
        partials.close();
    }

    DeliveredRows events() {
        return events;
    }

    DeliveredRows partials() {
        return partials;
    }

    LiveSettings eventSettings() {
        return eventSettings;
    }

    LiveSettings partialSettings() {
        return partialSettings;
    }

    @Override
    public void close() {
        eventReceiver.close();
        partialReceiver.close();
        process.close();
    }
}
