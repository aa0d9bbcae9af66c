package io.borescope.exporter.ndjsonhttp;

import static io.borescope.exporter.ndjsonhttp.TestBatches.batch;
import static io.borescope.exporter.ndjsonhttp.TestBatches.reth;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Resource;
import io.borescope.api.metric.MetricBatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines that readers of Observoor's HTTP sink get, byte for byte. */
class ObservoorLinesTest {
    private static final String FRAME = "\"updated_date_time\":\"2026-01-05 10:00:01.006\","
            + "\"window_start\":\"2026-01-05 10:00:00.004\",\"interval_ms\":1001,\"wallclock_slot\":13400021,"
            + "\"wallclock_slot_start_date_time\":\"2026-01-05 09:59:59.000\",\"pid\":4242,\"client_type\":\"reth\",";
    private static final String META = "\"meta_client_name\":\"node-7\",\"meta_network_name\":\"hoodi\"}\n";

    private static void assertLine(MetricBatch batch, String fields) {
        assertThat(line(batch, false))
                .isEqualTo("{\"metric_type\":\"" + batch.descriptor().name() + "\"," + FRAME + fields + META);
    }

    @Test
    void latency() {
        MetricBatch batch = reth("syscall_futex")
                .longs("process_start_time", 5)
                .longs("sum", 420300)
                .longs("count", 7)
                .longs("min", 900)
                .longs("max", 310000)
                .histogram(1, 2, 3, 1, 0, 0, 0, 0, 0, 0)
                .build();
        assertLine(
                batch,
                "\"sum\":420300,\"count\":7,\"min\":900,\"max\":310000,\"histogram\":{\"le_1us\":1,\"le_10us\":2,"
                        + "\"le_100us\":3,\"le_1ms\":1,\"le_10ms\":0,\"le_100ms\":0,\"le_1s\":0,\"le_10s\":0,"
                        + "\"le_100s\":0,\"inf\":0},");
    }

    @Test
    void latencyOfADevice() {
        MetricBatch batch = reth("disk_latency")
                .longs("device_id", 271581184)
                .texts("rw", "write")
                .longs("sum", 512000)
                .longs("count", 4)
                .longs("min", 88000)
                .longs("max", 210000)
                .histogram(0, 0, 1, 3, 0, 0, 0, 0, 0, 0)
                .build();
        assertLine(
                batch,
                "\"sum\":512000,\"count\":4,\"min\":88000,\"max\":210000,\"histogram\":{\"le_1us\":0,\"le_10us\":0,"
                        + "\"le_100us\":1,\"le_1ms\":3,\"le_10ms\":0,\"le_100ms\":0,\"le_1s\":0,\"le_10s\":0,"
                        + "\"le_100s\":0,\"inf\":0},\"device_id\":271581184,\"rw\":\"write\",");
    }

    @Test
    void deviceZeroIsLeftOut() {
        MetricBatch batch = reth("block_merge")
                .longs("device_id", 0)
                .texts("rw", "read")
                .longs("sum", 4096)
                .longs("count", 1)
                .build();
        assertLine(batch, "\"sum\":4096,\"count\":1,\"rw\":\"read\",");
    }

    @Test
    void counterOfAPort() {
        MetricBatch batch = reth("net_io")
                .texts("port_label", "el_p2p")
                .texts("direction", "tx")
                .longs("sum", 18234)
                .longs("count", 31)
                .build();
        assertLine(batch, "\"sum\":18234,\"count\":31,\"port_label\":\"el_p2p\",\"direction\":\"tx\",");
    }

    @Test
    void counterWithoutAPortLabel() {
        MetricBatch batch = reth("net_io")
                .texts("port_label", "")
                .texts("direction", "rx")
                .longs("sum", 1)
                .longs("count", 1)
                .build();
        assertLine(batch, "\"sum\":1,\"count\":1,\"direction\":\"rx\",");
    }

    @Test
    void counterThatOnlyCounts() {
        assertLine(reth("page_fault_minor").longs("sum", 0).longs("count", 118).build(), "\"sum\":0,\"count\":118,");
    }

    @Test
    void gauge() {
        MetricBatch batch = reth("tcp_rtt")
                .texts("port_label", "el_p2p")
                .longs("sum", 91234)
                .longs("count", 9)
                .longs("min", 410)
                .longs("max", 44810)
                .build();
        assertLine(batch, "\"sum\":91234,\"count\":9,\"min\":410,\"max\":44810,\"port_label\":\"el_p2p\",");
    }

    @Test
    void cpuUtilization() {
        MetricBatch batch = reth("cpu_utilization")
                .longs("total_on_cpu_ns", 640640000)
                .longs("event_count", 2100)
                .longs("active_cores", 4)
                .longs("system_cores", 16)
                .longs("max_core_on_cpu_ns", 300300000)
                .longs("max_core_id", 3)
                .doubles("mean_core_pct", 16)
                .doubles("min_core_pct", 5)
                .doubles("max_core_pct", 30)
                .build();
        assertLine(
                batch,
                "\"sum\":640640000,\"count\":2100,\"total_on_cpu_ns\":640640000,\"event_count\":2100,"
                        + "\"active_cores\":4,\"system_cores\":16,\"max_core_on_cpu_ns\":300300000,\"max_core_id\":3,"
                        + "\"mean_core_pct\":16.0,\"min_core_pct\":5.0,\"max_core_pct\":30.0,");
    }

    @Test
    void memory() {
        MetricBatch batch = reth("memory_usage")
                .longs("vm_size_bytes", 21474836480L)
                .longs("vm_rss_bytes", 6442450944L)
                .longs("rss_anon_bytes", 4294967296L)
                .longs("rss_file_bytes", 2147483648L)
                .longs("rss_shmem_bytes", 0)
                .longs("vm_swap_bytes", 0)
                .build();
        assertLine(
                batch,
                "\"sum\":6442450944,\"count\":1,\"vm_size_bytes\":21474836480,\"vm_rss_bytes\":6442450944,"
                        + "\"rss_anon_bytes\":4294967296,\"rss_file_bytes\":2147483648,\"rss_shmem_bytes\":0,"
                        + "\"vm_swap_bytes\":0,");
    }

    @Test
    void io() {
        MetricBatch batch = reth("process_io_usage")
                .longs("rchar_bytes", 9000000)
                .longs("wchar_bytes", 5000000)
                .longs("syscr", 1200)
                .longs("syscw", 800)
                .longs("read_bytes", 4096000)
                .longs("write_bytes", 8192000)
                .longs("cancelled_write_bytes", -7)
                .build();
        assertLine(
                batch,
                "\"sum\":4096000,\"count\":1,\"rchar_bytes\":9000000,\"wchar_bytes\":5000000,\"syscr\":1200,"
                        + "\"syscw\":800,\"read_bytes\":4096000,\"write_bytes\":8192000,"
                        + "\"cancelled_write_bytes\":-7,");
    }

    @Test
    void fileDescriptorsWithoutALimit() {
        MetricBatch batch = reth("process_fd_usage")
                .longs("open_fds", 311)
                .longs("fd_limit_soft", 65536)
                .longs("fd_limit_hard", -1)
                .build();
        assertLine(
                batch,
                "\"sum\":311,\"count\":1,\"open_fds\":311,\"fd_limit_soft\":65536,"
                        + "\"fd_limit_hard\":18446744073709551615,");
    }

    @Test
    void scheduling() {
        MetricBatch batch = reth("process_sched_usage")
                .longs("threads", 61)
                .longs("voluntary_ctxt_switches", 90210)
                .longs("nonvoluntary_ctxt_switches", 77)
                .build();
        assertLine(
                batch,
                "\"sum\":61,\"count\":1,\"threads\":61,\"voluntary_ctxt_switches\":90210,"
                        + "\"nonvoluntary_ctxt_switches\":77,");
    }

    private static TestBatches host() {
        return batch("host_specs")
                .texts("host_id", "h_00")
                .texts("memory_type", "")
                .longs("cpu_logical_cores", 2)
                .lists("cpu_die_ids", 2, -1, 0)
                .noLongs("memory_dimm_sizes_bytes")
                .textLists("disk_names", List.of(List.of("sda", "a\"b")))
                .textLists("memory_dimm_locators", List.of(List.of()));
    }

    private static final String HOST_FRAME =
            "{\"metric_type\":\"host_specs\",\"updated_date_time\":\"2026-01-05 10:00:01.006\","
                    + "\"event_time\":\"2026-01-05 10:00:00.004\",\"wallclock_slot\":13400021,"
                    + "\"wallclock_slot_start_date_time\":\"2026-01-05 09:59:59.000\",\"host_id\":\"h_00\",\"memory_type\":\"\","
                    + "\"cpu_logical_cores\":2,\"cpu_die_ids\":[-1,0],\"memory_dimm_sizes_bytes\":[],"
                    + "\"disk_names\":[\"sda\",\"a\\\"b\"],\"memory_dimm_locators\":[],";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hostWithEveryFieldAlwaysPresent(boolean extraFields) {
        assertThat(line(host().build(), extraFields)).isEqualTo(HOST_FRAME + META);
    }

    @Test
    void hostOfAnInstallationWithoutNames() {
        assertThat(line(host().resource(Resource.EMPTY).build(), false))
                .isEqualTo(HOST_FRAME + "\"meta_client_name\":\"\",\"meta_network_name\":\"\"}\n");
    }

    private static String line(MetricBatch batch, boolean extraFields) {
        JsonBuffer out = new JsonBuffer();
        new RowEncoder(batch, extraFields, amount -> {}).encode(0, out);
        return new String(out.toByteArray(), UTF_8);
    }
}
