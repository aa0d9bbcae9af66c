package io.borescope.engine.runtime.telemetry;

import io.borescope.api.telemetry.FigureFamily.Kind;
import io.borescope.api.telemetry.FigureLevel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the engine says about the agent, each metric once. Where the Collector has such a metric, it has its name. Components' own figures
 * are declared where they register them.
 *
 * <p>{@code docs/telemetry.md} has a table of them, which a test compares with this.
 */
public enum EngineMetric {
    RECEIVER_ACCEPTED_ITEMS(
            Kind.COUNTER,
            "{item}",
            FigureLevel.BASIC,
            "Records that the receiver handed on, once, however many pipelines there are.",
            "receiver"),
    RECEIVER_REFUSED_ITEMS(
            Kind.COUNTER,
            "{item}",
            FigureLevel.BASIC,
            "Records that a pipeline had no room for; whoever sent them was told to come again.",
            "receiver"),
    EXPORTER_SENT_ITEMS(
            Kind.COUNTER, "{item}", FigureLevel.BASIC, "Records that the backend took.", "exporter", "pipeline"),
    EXPORTER_SEND_FAILED_ITEMS(
            Kind.COUNTER,
            "{item}",
            FigureLevel.BASIC,
            "Records that were given up after they had been queued.",
            "exporter",
            "pipeline"),
    EXPORTER_ENQUEUE_FAILED_ITEMS(
            Kind.COUNTER,
            "{item}",
            FigureLevel.BASIC,
            "Records that the queue did not take: it was full, or its disk could not be written.",
            "exporter",
            "pipeline"),
    EXPORTER_QUEUE_SIZE(
            Kind.GAUGE, "{unit}", FigureLevel.BASIC, "What waits for the exporter, in units of sizer.", "exporter"),
    EXPORTER_QUEUE_CAPACITY(
            Kind.GAUGE, "{unit}", FigureLevel.BASIC, "What may wait for the exporter, in units of sizer.", "exporter"),
    EXPORTER_QUEUE_DISK_BYTES(
            Kind.GAUGE, "By", FigureLevel.NORMAL, "What the queue takes on disk, where it is there.", "exporter"),
    EXPORTER_EXPORT_FAILURES(
            Kind.COUNTER,
            "{export}",
            FigureLevel.BASIC,
            "Attempts to export that failed, whether or not they are tried again.",
            "exporter"),
    EXPORTER_RETRIES(
            Kind.COUNTER, "{export}", FigureLevel.NORMAL, "Attempts to export what had failed before.", "exporter"),
    EXPORTER_EXPORT_DURATION(
            Kind.HISTOGRAM,
            "s",
            FigureLevel.NORMAL,
            "How long attempts to export took, failed ones included.",
            "exporter"),
    EXPORTER_EXPORT_SIZE(
            Kind.HISTOGRAM, "{item}", FigureLevel.DETAILED, "Records in an attempt to export.", "exporter"),
    PROCESSOR_INCOMING_ITEMS(
            Kind.COUNTER,
            "{item}",
            FigureLevel.NORMAL,
            "Records that the processor was given.",
            "processor",
            "pipeline"),
    PROCESSOR_OUTGOING_ITEMS(
            Kind.COUNTER,
            "{item}",
            FigureLevel.NORMAL,
            "Records that the processor handed on.",
            "processor",
            "pipeline"),
    LEDGER_IN_EVENTS(
            Kind.COUNTER,
            "{event}",
            FigureLevel.NORMAL,
            "Input events taken in; for a receiver, seen.",
            "kind",
            "component",
            "pipeline"),
    LEDGER_RECOVERED_EVENTS(
            Kind.COUNTER,
            "{event}",
            FigureLevel.NORMAL,
            "Input events that an earlier run left in the exporter's queue on disk.",
            "kind",
            "component",
            "pipeline"),
    LEDGER_OUT_EVENTS(
            Kind.COUNTER,
            "{event}",
            FigureLevel.NORMAL,
            "Input events handed on; for the way to an exporter, taken by the backend.",
            "kind",
            "component",
            "pipeline"),
    LEDGER_HELD_EVENTS(
            Kind.GAUGE,
            "{event}",
            FigureLevel.NORMAL,
            "Input events taken in and neither handed on nor lost yet: in open windows and queues.",
            "kind",
            "component",
            "pipeline"),
    LEDGER_LOST_EVENTS(
            Kind.COUNTER,
            "{event}",
            FigureLevel.BASIC,
            "Input events lost, by reason. Of the kernel's rings it is ring_full; filtered, sampled and late ones are reasons, too.",
            "kind",
            "component",
            "pipeline",
            "reason"),
    COMPONENT_UP(
            Kind.GAUGE,
            "1",
            FigureLevel.BASIC,
            "1 while the component works as it should, else 0; the log and the health extension say why.",
            "kind",
            "component",
            "pipeline"),
    COMPONENT_RESTARTS(
            Kind.COUNTER,
            "{restart}",
            FigureLevel.NORMAL,
            "Failures after which the component was replaced.",
            "kind",
            "component",
            "pipeline"),
    BUILD(Kind.GAUGE, "1", FigureLevel.BASIC, "Always 1; its labels say what runs.", "version", "java", "kernel"),
    CONFIG(
            Kind.GAUGE,
            "1",
            FigureLevel.BASIC,
            "Always 1; equal configurations have equal hashes, whatever their secrets are.",
            "hash"),
    RELOADS(
            Kind.COUNTER,
            "{reload}",
            FigureLevel.BASIC,
            "Times that the running agent read its configuration again: success, or failure after which it went on with the one it had.",
            "result"),
    START_DURATION(Kind.GAUGE, "s", FigureLevel.NORMAL, "From the making of the agent to \"Everything is ready\"."),
    CLOCK_STEPS(Kind.COUNTER, "{step}", FigureLevel.NORMAL, "How often the wall clock was stepped."),
    PROCESS_UPTIME(Kind.COUNTER, "s", FigureLevel.BASIC, "Since the agent was made."),
    PROCESS_CPU_SECONDS(Kind.COUNTER, "s", FigureLevel.BASIC, "CPU time of the whole process, user and system."),
    PROCESS_MEMORY_RSS(Kind.GAUGE, "By", FigureLevel.BASIC, "Resident memory of the whole process, from /proc."),
    PROCESS_THREADS(Kind.GAUGE, "{thread}", FigureLevel.NORMAL, "Threads of the process, those of the JVM included."),
    PROCESS_OPEN_FDS(Kind.GAUGE, "{file}", FigureLevel.DETAILED, "Open file descriptors."),
    PROCESS_RUNTIME_HEAP_ALLOC_BYTES(
            Kind.GAUGE, "By", FigureLevel.BASIC, "Heap in use, garbage that was not collected yet included."),
    PROCESS_RUNTIME_HEAP_LIMIT_BYTES(Kind.GAUGE, "By", FigureLevel.NORMAL, "Largest heap: -Xmx."),
    PROCESS_RUNTIME_TOTAL_ALLOC_BYTES(
            Kind.COUNTER, "By", FigureLevel.NORMAL, "Bytes allocated on the heap by all threads since the start."),
    PROCESS_RUNTIME_TOTAL_SYS_MEMORY_BYTES(
            Kind.GAUGE, "By", FigureLevel.NORMAL, "Memory that the JVM has committed: heap, classes, compiled code."),
    PROCESS_RUNTIME_GC_COLLECTIONS(
            Kind.COUNTER, "{collection}", FigureLevel.NORMAL, "Garbage collections.", "collector"),
    PROCESS_RUNTIME_GC_SECONDS(Kind.COUNTER, "s", FigureLevel.NORMAL, "Time in garbage collections.", "collector"),
    TELEMETRY_FIGURES_LEFT_OUT(
            Kind.GAUGE,
            "{figure}",
            FigureLevel.BASIC,
            "Figures that are not shown because their metric has 2,000 already.");

    /** What all names begin with. */
    public static final String PREFIX = "borescope_";

    private static final String ITEMS = "_items";

    private final Kind kind;
    private final String unit;
    private final FigureLevel level;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // copied
    private final List<String> labels;

    EngineMetric(Kind kind, String unit, FigureLevel level, String description, String... labels) {
        this.kind = kind;
        this.unit = unit;
        this.level = level;
        this.description = description;
        this.labels = List.copyOf(Arrays.asList(labels));
    }

    /** The whole name. What the Collector counts by signal ends in the items of a signal here, too. */
    public String metricName() {
        String name = PREFIX + name().toLowerCase(Locale.ROOT);
        return isBySignal() ? name.substring(0, name.length() - ITEMS.length()) + "_<items>" : name;
    }

    /** The whole name for the records of one signal. */
    public String metricName(String items) {
        return metricName().replace("<items>", items);
    }

    /** Whether there is one for each signal. Processors have one name for all, as in the Collector. */
    public boolean isBySignal() {
        return name().endsWith("_ITEMS") && !name().startsWith("PROCESSOR_");
    }

    public Kind kind() {
        return kind;
    }

    /** In UCUM. */
    public String unit() {
        return unit;
    }

    public FigureLevel level() {
        return level;
    }

    /** A sentence. */
    public String description() {
        return description;
    }

    /** The names of its labels, in the order of the documentation. */
    public List<String> labels() {
        return labels;
    }
}
