package io.borescope.receiver.hostspecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.Window;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.TestSettings;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostSpecsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long NOW = 1_767_607_200 * SECOND;

    @TempDir
    Path root;

    private final HandClock clock = new HandClock(0, NOW);
    private final TestSettings settings = new TestSettings("host_specs", clock);
    private final Collected<MetricBatch> collected = new Collected<>(Signal.METRICS);
    private final List<HostSpecs> started = new ArrayList<>();
    private HostTree host = new HostTree(Path.of("unset"));

    @BeforeEach
    void makeHost() {
        host = new HostTree(root)
                .file("etc/machine-id", "0123456789abcdef0123456789abcdef\n")
                .file("etc/os-release", "NAME=\"A Linux\"\nPRETTY_NAME='A Linux 12 (somewhat)'\n")
                .file("proc/sys/kernel/osrelease", "6.12.1-amd64\n")
                .file("proc/sys/kernel/hostname", "node-7\n")
                .file("proc/meminfo", "MemTotal:       65536000 kB\nMemFree: 5 kB\n")
                .cpu(0, 0, 0)
                .cpu(1, 0, 0)
                .disk("nvme0n1", "device/model", "A Fast Disk         ")
                .disk("nvme0n1", "device/serial", "S123")
                .disk("nvme0n1", "size", "3907029168")
                .disk("nvme0n1", "queue/rotational", "0")
                .disk("sda", "device/model", "A Slow Disk")
                .disk("sda", "device/vendor", "ATA     ")
                .disk("sda", "size", "-1")
                .disk("sda", "queue/rotational", "1")
                .disk("vda", "serial", "V9")
                .disk("loop0", "size", "8")
                .disk("ram0", "size", "8");
        SmbiosBuilder table = new SmbiosBuilder();
        table.device(SmbiosBuilder.V2_8)
                .set(0x0C, 2, 16 << 10)
                .set(0x12, 1, 0x1A)
                .set(0x15, 2, 3_200)
                .set(0x20, 2, 2_933)
                .set(0x18, 1, 1)
                .texts("M77");
        table.device(SmbiosBuilder.V2_8)
                .set(0x0C, 2, 16 << 10)
                .set(0x12, 1, 0x1A)
                .set(0x15, 2, 3_000)
                .texts();
        host.file("sys/firmware/dmi/tables/DMI", table.end().build());
    }

    @AfterEach
    void close() {
        started.forEach(HostSpecs::close);
    }

    private void start(Serials serials, Path folder) {
        HostSpecs receiver =
                new HostSpecs(settings, new HostSpecsConfig(Duration.ofMinutes(10), serials), collected, folder);
        started.add(receiver);
        receiver.start();
    }

    private MetricBatch row(Serials serials) throws Exception {
        start(serials, root);
        clock.advance(Duration.ofSeconds(2));
        settings.crank();
        return collected.take().getFirst();
    }

    private static String text(MetricBatch row, String column) {
        return row.require(column, TextColumn.class).get(0);
    }

    private static long number(MetricBatch row, String column) {
        return row.require(column, LongColumn.class).get(0);
    }

    private static List<String> texts(MetricBatch row, String column) {
        return row.require(column, TextListColumn.class).get(0);
    }

    private static List<Long> numbers(MetricBatch row, String column) {
        LongListColumn values = row.require(column, LongListColumn.class);
        return LongStream.range(0, values.width())
                .mapToObj(i -> values.get(0, (int) i))
                .toList();
    }

    @Test
    void columnsAreThoseOfTheContractInItsOrder() throws Exception {
        assertThat(row(Serials.NONE).descriptor().columns())
                .extracting(ColumnSpec::name)
                .containsExactly(
                        "host_id",
                        "kernel_release",
                        "os_name",
                        "architecture",
                        "cpu_model",
                        "cpu_vendor",
                        "cpu_online_cores",
                        "cpu_logical_cores",
                        "cpu_physical_cores",
                        "cpu_performance_cores",
                        "cpu_efficiency_cores",
                        "cpu_unknown_type_cores",
                        "cpu_logical_ids",
                        "cpu_core_ids",
                        "cpu_package_ids",
                        "cpu_die_ids",
                        "cpu_cluster_ids",
                        "cpu_core_types",
                        "cpu_core_type_labels",
                        "cpu_online_flags",
                        "cpu_max_freq_khz",
                        "cpu_base_freq_khz",
                        "memory_total_bytes",
                        "memory_type",
                        "memory_speed_mts",
                        "memory_dimm_count",
                        "memory_dimm_sizes_bytes",
                        "memory_dimm_types",
                        "memory_dimm_speeds_mts",
                        "memory_dimm_configured_speeds_mts",
                        "memory_dimm_locators",
                        "memory_dimm_bank_locators",
                        "memory_dimm_manufacturers",
                        "memory_dimm_part_numbers",
                        "memory_dimm_serials",
                        "disk_count",
                        "disk_total_bytes",
                        "disk_names",
                        "disk_models",
                        "disk_vendors",
                        "disk_serials",
                        "disk_sizes_bytes",
                        "disk_rotational");
    }

    @Test
    void saysWhatAHostIsMadeOf() throws Exception {
        MetricBatch row = row(Serials.NONE);

        assertThat(row.size()).isOne();
        assertThat(row.eventCount()).isZero();
        // printf observoor-host-id-v1:machine-id:0123456789abcdef0123456789abcdef | sha256sum | cut -c1-32
        assertThat(text(row, "host_id")).isEqualTo("h_5fd7078000c737edf8fc0f9ab3af0039");
        assertThat(text(row, "kernel_release")).isEqualTo("6.12.1-amd64");
        assertThat(text(row, "os_name")).isEqualTo("A Linux 12 (somewhat)");
        assertThat(number(row, "memory_total_bytes")).isEqualTo(65_536_000L << 10);
        assertThat(text(row, "memory_type")).isEqualTo("DDR4");
        assertThat(number(row, "memory_speed_mts")).isEqualTo(3_000);
        assertThat(number(row, "memory_dimm_count")).isEqualTo(2);
        assertThat(numbers(row, "memory_dimm_sizes_bytes")).containsExactly(16L << 30, 16L << 30);
        assertThat(numbers(row, "cpu_logical_ids")).containsExactly(0L, 1L);
        assertThat(numbers(row, "cpu_online_flags")).containsExactly(1L, 1L);
        assertThat(texts(row, "cpu_core_type_labels")).containsExactly("unknown", "unknown");
        assertThat(number(row, "disk_count")).isEqualTo(3);
        assertThat(number(row, "disk_total_bytes")).isEqualTo(3_907_029_168L * 512);
        assertThat(texts(row, "disk_names")).containsExactly("nvme0n1", "sda", "vda");
        assertThat(texts(row, "disk_models")).containsExactly("A Fast Disk", "A Slow Disk", "unknown");
        assertThat(texts(row, "disk_vendors")).containsExactly("", "ATA", "");
        assertThat(numbers(row, "disk_sizes_bytes")).containsExactly(3_907_029_168L * 512, 0L, 0L);
        assertThat(numbers(row, "disk_rotational")).containsExactly(0L, 1L, 0L);
    }

    @Test
    void leavesSerialsOut() throws Exception {
        MetricBatch row = row(Serials.NONE);
        assertThat(texts(row, "memory_dimm_serials")).containsExactly("", "");
        assertThat(texts(row, "disk_serials")).containsExactly("", "", "");
    }

    @Test
    void tellsSerialsWhereAsked() throws Exception {
        MetricBatch row = row(Serials.PLAIN);
        assertThat(texts(row, "memory_dimm_serials")).containsExactly("M77", "");
        assertThat(texts(row, "disk_serials")).containsExactly("S123", "", "V9");
    }

    @Test
    void hashesOfSerialsAreThoseOfThisHostAlone() throws Exception {
        List<String> here = texts(row(Serials.HASHED), "disk_serials");
        host.file("etc/machine-id", "ffffffffffffffffffffffffffffffff");
        clock.advance(Duration.ofMinutes(10));
        settings.crank();
        List<String> elsewhere = texts(collected.take().getFirst(), "disk_serials");

        assertThat(here.getFirst()).matches("s_[0-9a-f]{32}");
        assertThat(here.get(1)).isEmpty();
        assertThat(elsewhere.getFirst()).matches("s_[0-9a-f]{32}").isNotEqualTo(here.getFirst());
    }

    @Test
    void aHostWithoutAMachineIdIsKnownByItsNameOrItsKernel() {
        OperatingSystem byName =
                OperatingSystem.read(host.file("etc/machine-id", "").files());
        OperatingSystem byKernel =
                OperatingSystem.read(host.file("proc/sys/kernel/hostname", "\n").files());
        assertThat(byName.identity()).isEqualTo("hostname:node-7");
        assertThat(byKernel.identity()).isEqualTo("fallback:6.12.1-amd64:" + byKernel.architecture());
    }

    @Test
    void aSystemWithoutAPrettyNameHasItsNameAndVersion() {
        host.file("etc/os-release", "NAME=A\nVERSION=\"3 (x)\"\nnonsense\n=\n");
        assertThat(OperatingSystem.read(host.files()).name()).isEqualTo("A 3 (x)");
        host.file("etc/os-release", "");
        assertThat(OperatingSystem.read(host.files()).name()).isEmpty();
    }

    @Test
    void aHostThatSaysNothingHasARowToo(@TempDir Path nothing) throws Exception {
        start(Serials.PLAIN, nothing);
        clock.advance(Duration.ofSeconds(2));
        settings.crank();

        MetricBatch row = collected.take().getFirst();

        assertThat(number(row, "memory_total_bytes")).isZero();
        assertThat(number(row, "memory_dimm_count")).isZero();
        assertThat(numbers(row, "memory_dimm_sizes_bytes")).isEmpty();
        assertThat(texts(row, "disk_names")).isEmpty();
        assertThat(number(row, "cpu_logical_cores")).isOne();
        assertThat(text(row, "host_id")).startsWith("h_");
    }

    @Test
    void strangeAmountsOfMemoryAreNone() {
        for (String line :
                List.of("MemTotal: x kB", "MemTotal: 99999999999999999999 kB", "MemTotal: -3 kB", "MemTotal: 3")) {
            assertThat(Memory.read(host.file("proc/meminfo", line + "\n").files())
                            .totalBytes())
                    .as(line)
                    .isZero();
        }
    }

    @Test
    void aRowIsMadeAtTheStartAndOnceAnInterval() throws Exception {
        assertThat(row(Serials.NONE).window().startEpochNanos()).isEqualTo(NOW + 2 * SECOND);
        clock.advance(Duration.ofMinutes(10).minusNanos(1));
        assertThat(settings.crank()).isZero();
        clock.advance(Duration.ofNanos(1));
        assertThat(settings.crank()).isOne();
        assertThat(collected.take()).hasSize(1);
    }

    @Test
    void theFirstRowWaitsALittleForSlots() throws Exception {
        start(Serials.NONE, root);
        clock.advance(Duration.ofMillis(500));
        assertThat(settings.crank()).isZero();
        settings.services().publish(SlotClock.class, new SlotClock(NOW - 12 * 77 * SECOND, 12 * SECOND, 32));
        assertThat(settings.crank()).isOne();
        assertThat(settings.crank()).isZero();

        Window window = collected.take().getFirst().window();

        assertThat(window.slot()).isEqualTo(77);
        assertThat(window.epoch()).isEqualTo(2);
        assertThat(window.slotStartEpochNanos()).isEqualTo(NOW);
    }

    @Test
    void withoutSlotsARowIsStillAboutItsTime() throws Exception {
        Window window = row(Serials.NONE).window();
        assertThat(window.slot()).isEqualTo(Window.NO_SLOT);
        assertThat(window.slotStartEpochNanos()).isEqualTo(NOW + 2 * SECOND);
    }

    @Test
    void tellsWhatThisHostSaysToOthers() throws Exception {
        LiveKernel.assumeUsable(() -> Files.exists(Path.of("/proc/meminfo")) ? "" : "no procfs at /proc");
        start(Serials.NONE, Path.of("/"));
        clock.advance(Duration.ofSeconds(2));
        settings.crank();

        MetricBatch row = collected.take().getFirst();

        assertThat(text(row, "architecture")).isEqualTo(said("uname", "-m"));
        assertThat(text(row, "kernel_release")).isEqualTo(said("uname", "-r"));
        assertThat(number(row, "cpu_online_cores")).isEqualTo(Long.parseLong(said("getconf", "_NPROCESSORS_ONLN")));
        assertThat(number(row, "cpu_logical_cores")).isEqualTo(Long.parseLong(said("getconf", "_NPROCESSORS_CONF")));
        long pages = Long.parseLong(said("getconf", "_PHYS_PAGES"));
        assertThat(number(row, "memory_total_bytes")).isEqualTo(pages * Long.parseLong(said("getconf", "PAGE_SIZE")));
    }

    private static String said(String... command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            return output.readLine();
        }
    }

    @Test
    void keepsToTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new HostSpecs(
                new TestSettings("host_specs", clock),
                new HostSpecsConfig(Duration.ofHours(1), Serials.NONE),
                collected,
                root));
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void tellsAnIntervalThatIsOutOfRange() {
        List<String> problems = new ArrayList<>();
        new HostSpecsConfig(null, null)
                .validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        assertThat(problems).isEmpty();
        new HostSpecsConfig(Duration.ofDays(2), null)
                .validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        assertThat(problems).containsExactly("interval: PT48H is out of range. Use 1s to 24h.");
    }
}
