package io.borescope.exporter.ndjsonhttp;

import static io.borescope.exporter.ndjsonhttp.TestBatches.batch;
import static io.borescope.exporter.ndjsonhttp.TestBatches.nanos;
import static io.borescope.exporter.ndjsonhttp.TestBatches.reth;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Resource;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
    private final AtomicLong saturated = new AtomicLong();

    private Map<String, Object> row(MetricBatch batch, boolean extraFields) {
        JsonBuffer out = new JsonBuffer();
        new RowEncoder(batch, extraFields, saturated::addAndGet).encode(0, out);
        String line = new String(out.toByteArray(), UTF_8);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        return Json.object(line.strip());
    }

    @Test
    void extraFieldsStandAfterTheContractsAndBeforeTheMetaFields() {
        MetricBatch batch = reth("swap_in")
                .longs("process_start_time", nanos("2026-01-04T00:00:00.5Z"))
                .longs("sum", 3)
                .longs("count", 2)
                .lost(5)
                .build();
        assertThat(row(batch, true).entrySet().stream().skip(6))
                .containsExactly(
                        Map.entry("pid", "4242"),
                        Map.entry("client_type", "reth"),
                        Map.entry("sum", "3"),
                        Map.entry("count", "2"),
                        Map.entry("process_start_time", "2026-01-04 00:00:00.500"),
                        Map.entry("window_end", "2026-01-05 10:00:01.005"),
                        Map.entry("lost_events", "5"),
                        Map.entry("sampling_mode", "none"),
                        Map.entry("sampling_rate", "1.0"),
                        Map.entry("meta_client_name", "node-7"),
                        Map.entry("meta_network_name", "hoodi"));
    }

    @Test
    void aBatchThatKnowsItsSamplingIsBelieved() {
        MetricBatch batch = reth("swap_in")
                .texts("sampling_mode", "probability")
                .doubles("sampling_rate", 0.25)
                .build();
        assertThat(row(batch, true))
                .containsEntry("sampling_mode", "probability")
                .containsEntry("sampling_rate", "0.25");
        assertThat(row(batch, false)).doesNotContainKeys("sampling_mode", "sampling_rate");
    }

    @Test
    void anUnknownProcessStartTimeIsLeftOut() {
        assertThat(row(reth("swap_in").longs("process_start_time", 0).build(), true))
                .doesNotContainKey("process_start_time");
    }

    @Test
    void metricsThatObservoorDoesNotHaveBringTheirColumnsByName() {
        MetricBatch batch = batch("gc_pause")
                .bounds("ms", 5L, 50L)
                .texts("collector", "")
                .lists("histogram", 3, 7, 8, 9)
                .lists("pauses", 2, 1, -2)
                .doubles("share", 0.1)
                .doubles("nothing", Double.NaN)
                .maps("labels", List.of(Map.of("z", "1", "a\"", "2")))
                .build();
        Map<String, Object> row = row(batch, false);
        assertThat(row.entrySet().stream().skip(6))
                .containsExactly(
                        Map.entry("histogram", Map.of("le_5", "7", "le_50", "8", "inf", "9")),
                        Map.entry("collector", ""),
                        Map.entry("pauses", List.of("1", "-2")),
                        Map.entry("share", "0.1"),
                        Map.entry("labels", Map.of("a\"", "2", "z", "1")),
                        Map.entry("meta_client_name", "node-7"),
                        Map.entry("meta_network_name", "hoodi"));
    }

    @Test
    void anEmptyMapIsLeftOut() {
        assertThat(row(batch("x").maps("labels", List.of(Map.of())).build(), false))
                .doesNotContainKey("labels");
    }

    @Test
    void attributesAreAnExtraFieldAndOnlyOfRowsThatHaveSome() {
        MetricBatch some = reth("syscall_read")
                .maps("attributes", List.of(Map.of("container.id", "c1")))
                .build();
        MetricBatch none =
                reth("syscall_read").maps("attributes", List.of(Map.of())).build();

        assertThat(row(some, true)).containsEntry("attributes", Map.of("container.id", "c1"));
        assertThat(row(some, false)).doesNotContainKey("attributes");
        assertThat(row(none, true)).isEqualTo(row(reth("syscall_read").build(), true));
    }

    @Test
    void aColumnCannotPretendToBeTheFrame() {
        MetricBatch batch = batch("x")
                .texts("metric_type", "y")
                .texts("meta_client_name", "someone else")
                .build();
        assertThat(row(batch, true)).containsEntry("metric_type", "x").containsEntry("meta_client_name", "node-7");
    }

    @Test
    void labelsCannotBreakOutOfTheirField() {
        String evil = "x\",\"pid\":1}\n{\"metric_type\":\"fake\u001b]0;\u0000\ud800";
        MetricBatch batch = batch("net_io")
                .longs("pid", 7)
                .texts("client_type", evil)
                .texts("port_label", evil)
                .resource(Resource.of(Map.of(Resource.INSTANCE_NAME, evil)))
                .build();
        String expected = evil.replace('\ud800', '\ufffd');
        assertThat(row(batch, true))
                .containsEntry("pid", "7")
                .containsEntry("client_type", expected)
                .containsEntry("port_label", expected)
                .containsEntry("meta_client_name", expected);
    }

    @Test
    void figuresTooLargeForTheirFieldAreCutAndCounted() {
        MetricBatch batch = reth("cpu_utilization")
                .longs("total_on_cpu_ns", Long.MAX_VALUE)
                .longs("event_count", 1L << 32)
                .longs("active_cores", 70_000)
                .longs("system_cores", -1)
                .build();
        assertThat(row(batch, false))
                .containsEntry("sum", "9223372036854775807")
                .containsEntry("count", "4294967295")
                .containsEntry("event_count", "4294967295")
                .containsEntry("active_cores", "65535")
                .containsEntry("system_cores", "0");
        assertThat(saturated).hasValue(4);
    }

    @Test
    void percentagesAreWrittenAsTheShortestFloat() {
        MetricBatch batch = reth("cpu_utilization")
                .doubles("mean_core_pct", 100.0 / 3)
                .doubles("max_core_pct", Double.NaN)
                .build();
        assertThat(row(batch, false))
                .containsEntry("mean_core_pct", "33.333332")
                .doesNotContainKey("max_core_pct");
    }

    @Test
    void withoutSlotsNoSlotIsWritten() {
        long start = nanos("2026-01-05T10:00:00Z");
        Window window = new Window(1, new ClockMapping(0, 0), start, start + 1, Window.NO_SLOT, start, Window.NO_EPOCH);
        assertThat(row(reth("swap_in").window(window).build(), false))
                .doesNotContainKey("wallclock_slot")
                .containsEntry("wallclock_slot_start_date_time", "2026-01-05 10:00:00.000");
    }

    @Test
    void theIntervalIsRoundedUpAndFitsItsField() {
        assertThat(intervalOf(0)).isEqualTo("1");
        assertThat(intervalOf(1)).isEqualTo("1");
        assertThat(intervalOf(1_000_000)).isEqualTo("1");
        assertThat(intervalOf(1_000_001)).isEqualTo("2");
        assertThat(intervalOf(66_000_000_000L)).isEqualTo("65535");
    }

    private @Nullable Object intervalOf(long nanos) {
        Window window = new Window(1, new ClockMapping(0, 0), 0, nanos, 1, 0, 0);
        return row(reth("swap_in").window(window).build(), false).get("interval_ms");
    }

    @Test
    void emptyMetaFieldsAreLeftOut() {
        Resource resource = Resource.of(Map.of(Resource.INSTANCE_NAME, "a", Resource.NETWORK_NAME, ""));
        assertThat(row(reth("swap_in").resource(resource).build(), false))
                .containsEntry("meta_client_name", "a")
                .doesNotContainKey("meta_network_name");
    }
}
