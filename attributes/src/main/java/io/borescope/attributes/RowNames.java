package io.borescope.attributes;

import java.util.Map;

/**
 * What columns that tell rows apart are called where rows become data points or maps: by OpenTelemetry's semantic conventions where they have a name,
 * {@code borescope.*} where a column is ours alone. A column that is not listed, as another receiver may have, keeps its name.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/">Attribute registry</a>
 */
public final class RowNames {
    /** Column of nanoseconds since the epoch; 0 if nobody knows. Told as a time in ISO 8601, to the millisecond. */
    public static final String PROCESS_START_TIME = "process_start_time";

    /** Column of the share of events that were counted. */
    public static final String SAMPLING_RATE = "sampling_rate";

    /** The sampling rate that goes without saying. */
    public static final double EVERYTHING = 1;

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("pid", "process.pid"),
            Map.entry(PROCESS_START_TIME, "process.creation.time"),
            Map.entry("cpu", "cpu.logical_number"),
            Map.entry("rw", "disk.io.direction"),
            Map.entry("direction", "network.io.direction"),
            Map.entry("transport", "network.transport"),
            Map.entry("host_id", "host.id"),
            Map.entry("client_type", "borescope.client.type"),
            Map.entry("device_id", "borescope.device.id"),
            Map.entry("event_type", "borescope.event.type"),
            Map.entry("port_label", "borescope.port.label"),
            Map.entry("sampling_mode", "borescope.sampling.mode"),
            Map.entry(SAMPLING_RATE, "borescope.sampling.rate"));

    /** By column, where the conventions have other words, and what goes without saying. */
    private static final Map<String, Map<String, String>> WORDS =
            Map.of("direction", Map.of("tx", "transmit", "rx", "receive"), "sampling_mode", Map.of("none", ""));

    private RowNames() {}

    /** The attribute that a column is told as. */
    public static String of(String column) {
        return NAMES.getOrDefault(column, column);
    }

    /** A text of a column in the words of the conventions; empty if the attribute is to be left out. */
    public static String word(String column, String text) {
        return WORDS.getOrDefault(column, Map.of()).getOrDefault(text, text);
    }
}
