package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.bpf.ProbeGroup;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.config.ObservoorImport;
import io.borescope.engine.config.ObservoorImport.Imported;
import io.borescope.engine.config.Problem;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plugin.Plugins;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Configurations for Observoor become ones that the built-in components take, and nothing of them gets lost without a word. */
final class ObservoorImportTest {
    /** Its probe groups, as its users write them. */
    private static final Set<String> PROBES = Set.of(
            "syscall_read",
            "syscall_write",
            "syscall_futex",
            "syscall_mmap",
            "syscall_epoll_wait",
            "syscall_fsync",
            "syscall_fdatasync",
            "syscall_pwrite",
            "fd_open",
            "fd_close",
            "disk_io",
            "block_merge",
            "tcp_send",
            "tcp_recv",
            "udp_send",
            "udp_recv",
            "tcp_retransmit",
            "tcp_state",
            "scheduler",
            "scheduler_wakeup",
            "page_fault",
            "mem_reclaim",
            "mem_compaction",
            "swap_in",
            "swap_out",
            "oom_kill",
            "process_exit");

    private static Imported read(String name) throws Exception {
        try (InputStream in = ObservoorImportTest.class.getResourceAsStream("/observoor/" + name + ".yaml")) {
            return ObservoorImport.read(ConfigTree.Source.stream(name + ".yaml", Objects.requireNonNull(in, name)));
        }
    }

    private static Imported of(String yaml) throws ConfigException {
        return ObservoorImport.read(new ConfigTree.Source("observoor.yaml", yaml));
    }

    private static AgentPlan plan(Imported imported) throws ConfigException {
        try (Plugins plugins = Plugins.load(List.of())) {
            return ConfigTree.read(List.of(new ConfigTree.Source("result", imported.yaml())), List.of(), Map.of())
                    .plan(plugins.catalog())
                    .plan();
        }
    }

    private static JsonNode tree(Imported imported) {
        return Yaml.read(imported.yaml());
    }

    @ParameterizedTest
    @CsvSource({"reference, 5, 2", "minimal, 5, 1", "typos, 4, 1"})
    void isTakenByTheRealComponents(String name, int receivers, int exporters) throws Exception {
        AgentPlan plan = plan(read(name));
        assertThat(plan.receivers()).hasSize(receivers);
        assertThat(plan.exporters()).hasSize(exporters);
        assertThat(plan.pipelines())
                .extracting(pipeline -> pipeline.id())
                .containsExactly("metrics/windows", "metrics/state");
    }

    @Test
    void takesEveryKeyOver() throws Exception {
        JsonNode to = tree(read("reference"));

        assertThat(to.at("/service/instance").asString()).isEqualTo("node-7");
        assertThat(to.at("/service/network").asString()).isEqualTo("hoodi");
        assertThat(to.at("/receivers/beacon")).isEqualTo(Yaml.read("""
                {endpoint: ["http://127.0.0.1:5052"], headers: {authorization: Basic bW9uaXRvcjpwYSRz}, network: hoodi,
                 timeout: 4s, poll_interval: 90s, sync_state_interval: 6s}"""));
        assertThat(to.at("/receivers/process")).isEqualTo(Yaml.read("""
                {include: [{name: geth, children: false}, {name: lighthouse, children: false},
                           {cgroup: /sys/fs/cgroup/system.slice/geth.service, children: false},
                           {cgroup: /sys/fs/cgroup/system.slice/lighthouse.service, children: false}]}"""));
        assertThat(to.at("/receivers/ebpf/sampling")).isEqualTo(Yaml.read("""
                {default: {mode: probability, rate: 0.5}, events: {syscall_read: {mode: nth, rate: 0.1}}}"""));
        assertThat(to.at("/receivers/ebpf/ring_buffer_size").asInt()).isEqualTo(8 << 20);
        assertThat(to.at("/receivers/ebpf/probes/syscall_futex/enabled").asBoolean())
                .isFalse();
        assertThat(to.at("/receivers/ebpf/probes/block_merge/enabled").asBoolean())
                .isTrue();
        assertThat(to.at("/receivers/process_snapshots/interval").asString()).isEqualTo("500ms");
        assertThat(to.at("/receivers/host_specs")).isEqualTo(Yaml.read("{interval: 12h, serials: plain}"));
        assertThat(to.at("/processors/slot_window/interval").asString()).isEqualTo("500ms");
        assertThat(to.at("/processors/aggregate/dimensions")).isEqualTo(Yaml.read("""
                {port_label: false, direction: false, transport: false, device_id: false, rw: false}"""));
        assertThat(to.at("/processors/aggregate/overrides")).isEqualTo(Yaml.read("""
                [{metrics: [disk_latency, tcp_rtt], interval: 10s}, {metrics: [oom_kill], interval: 1m}]"""));
        assertThat(to.at("/exporters/clickhouse")).isEqualTo(Yaml.read("""
                {endpoints: ["https://clickhouse.example.org:8443"], database: observoor, username: writer, password: se$$cret,
                 create_schema: true, cluster: {name: "{cluster}"}}"""));
        assertThat(to.at("/exporters/ndjson_http")).isEqualTo(Yaml.read("""
                {endpoint: "https://rows.example.org/v1", compression: zstd, headers: {authorization: Bearer token},
                 extra_fields: false, timeout: 10s,
                 sending_queue: {sizer: items, queue_size: 4000, num_consumers: 2, batch: {flush_timeout: 2s, min_size: 100}}}"""));
        assertThat(to.at("/extensions")).isEqualTo(Yaml.read("{observoor_compat: {endpoint: \"127.0.0.1:9191\"}}"));
        assertThat(to.at("/service/extensions")).isEqualTo(Yaml.read("[observoor_compat]"));
    }

    @Test
    void saysWhatDiffersWithItsPlaceAndInTheResult() throws Exception {
        Imported imported = read("reference");
        assertThat(imported.notes())
                .extracting(Problem::path)
                .contains(
                        "log_level",
                        "ring_buffer_size",
                        "beacon.endpoint",
                        "pid.cgroup_paths",
                        "health.addr",
                        "sinks.aggregated.resolution.slot_aligned",
                        "sinks.aggregated.sampling.events.process_exit",
                        "sinks.aggregated.clickhouse.endpoint",
                        "sinks.aggregated.clickhouse.table",
                        "sinks.aggregated.clickhouse.batch_size",
                        "sinks.aggregated.clickhouse.flush_interval",
                        "sinks.aggregated.clickhouse.password",
                        "sinks.aggregated.http.headers.Content-Type",
                        "sinks.aggregated.http.keep_alive");
        assertThat(imported.notes())
                .allSatisfy(note -> assertThat(imported.yaml()).contains("#   " + note));
    }

    @Test
    void namesEveryUnknownKeyAndWhatWasMeant() throws Exception {
        assertThat(read("typos").notes())
                .extracting(Problem::toString)
                .contains(
                        "typos.yaml:5:3 beacon.time_out: is left out: Observoor has no such key and ignores it. Did you mean \"timeout\"?",
                        "typos.yaml:7:3 health.adress: is left out: Observoor has no such key and ignores it.",
                        "typos.yaml:9:3 sinks.agregated: is left out: Observoor has no such key and ignores it. Did you mean \"aggregated\"?",
                        "typos.yaml:12:28 sinks.aggregated.resolution.interval: \"soon\" is not a duration; 1s is taken.",
                        "typos.yaml:12:60 sinks.aggregated.resolution.host_specs_poll_interval: 2d is out of range; 1d is taken.")
                .anyMatch(note -> note.contains("sinks.aggregated.http.retries: is left out"))
                .anyMatch(note -> note.contains("probes.scheduler.ratio: is left out"));
    }

    @Test
    void observesAndReportsWhatObservoorDoesAndNoMore() throws Exception {
        JsonNode to = tree(read("minimal"));
        JsonNode probes = to.at("/receivers/ebpf/probes");
        assertThat(Stream.of(ProbeGroup.values()).map(ProbeGroup::label).filter(label -> !PROBES.contains(label)))
                .isNotEmpty()
                .allSatisfy(
                        label -> assertThat(probes.at("/" + label + "/enabled").asBoolean(true))
                                .as(label)
                                .isFalse());
        assertThat(probes.propertyNames()).doesNotContainAnyElementsOf(PROBES);
        assertThat(to.at("/processors/aggregate/metrics/include")).hasSize(31);
        assertThat(to.at("/receivers/process/include")).isEqualTo(Yaml.read("[{group: ethereum, children: false}]"));
        assertThat(to.at("/exporters/clickhouse/endpoints/0").asString()).isEqualTo("http://clickhouse:8123");
    }

    @Test
    void hasNoSnapshotsWhereObservoorHasNone() throws Exception {
        assertThat(tree(read("typos")).at("/receivers").propertyNames()).doesNotContain("process_snapshots");
        assertThat(tree(of("sinks: {aggregated: {collect_process_snapshots: false}}"))
                        .at("/receivers")
                        .propertyNames())
                .doesNotContain("process_snapshots");
    }

    @Test
    void printsRowsWhereNoExporterIsNamed() throws Exception {
        assertThat(plan(of("meta_client_name: a")).exporters())
                .extracting(exporter -> exporter.component().id().toString())
                .containsExactly("debug");
    }

    @Test
    void refusesWhatObservoorCouldNotReadEither() {
        assertThatThrownBy(() -> of("beacon: [a, b]")).hasMessageContaining("observoor.yaml:1:9 beacon: must be a map");
        assertThatThrownBy(() -> of("ring_buffer_size: big"))
                .hasMessageContaining("observoor.yaml:1:19 ring_buffer_size: \"big\" must be a whole number.");
        assertThatThrownBy(() -> of("a: [")).hasMessageContaining("observoor.yaml:1:");
    }
}
