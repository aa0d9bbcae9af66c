package io.borescope.engine.config;

import io.borescope.api.time.SlotNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Translates what Observoor observes: processes, probes, the beacon node, snapshots and the host. */
final class ObservoorReceivers {
    /** What the {@code ebpf} receiver observes and Observoor does not. */
    private static final List<String> PROBES_IT_HAS_NOT = List.of(
            "syscall_munmap",
            "syscall_brk",
            "syscall_madvise",
            "syscall_msync",
            "syscall_io_uring_enter",
            "io_uring",
            "unix_send",
            "unix_recv");

    private static final String EXIT = "process_exit";
    private static final long SMALLEST_RING = 4 << 10;
    private static final long LARGEST_RING = 512 << 20;

    private final ObservoorNotes notes;
    private final Map<String, Object> receivers = new LinkedHashMap<>();

    ObservoorReceivers(ObservoorNotes notes) {
        this.notes = notes;
    }

    /** The receivers by type, the slots' first: windows should know of them from the first on. */
    Map<String, Object> translate(ObservoorConfig from) {
        beacon(from);
        receivers.put("process", Map.of("include", include(from.pid())));
        receivers.put("ebpf", ebpf(from));
        snapshots(from);
        receivers.put("host_specs", hostSpecs(from));
        return receivers;
    }

    private void beacon(ObservoorConfig from) {
        Map<String, Object> beacon = new LinkedHashMap<>();
        Map<String, Object> headers = new LinkedHashMap<>();
        String endpoint = from.beacon().endpoint();
        if (endpoint == null || endpoint.isEmpty()) {
            notes.note(
                    "beacon.endpoint", "is missing, without which Observoor does not start. There are no slots now.");
            return;
        }
        beacon.put("endpoint", List.of(notes.withoutUser("beacon.endpoint", endpoint, headers)));
        if (!headers.isEmpty()) {
            beacon.put("headers", headers);
        }
        network(from).ifPresent(network -> beacon.put("network", network));
        Duration timeout = notes.duration("beacon.timeout", from.beacon().timeout(), Duration.ofSeconds(10));
        beacon.put(
                "timeout",
                notes.within(
                        "beacon.timeout",
                        timeout.isZero() ? Duration.ofSeconds(10) : timeout,
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1)));
        Duration poll = notes.duration("sync_poll_interval", from.syncPollInterval(), Duration.ofSeconds(30));
        beacon.put(
                "poll_interval", notes.within("sync_poll_interval", poll, Duration.ofMillis(100), Duration.ofHours(1)));
        String syncState = ObservoorNotes.RESOLUTION + "sync_state_poll_interval";
        Duration rows = notes.duration(
                syncState, from.aggregated().resolution().syncStatePollInterval(), Duration.ofSeconds(12));
        beacon.put("sync_state_interval", notes.within(syncState, rows, Duration.ofMillis(100), Duration.ofDays(1)));
        receivers.put("beacon", beacon);
    }

    /** Known slots are followed while the node does not answer. */
    private static Optional<String> network(ObservoorConfig from) {
        return Stream.of(SlotNetwork.values())
                .map(network -> network.name().toLowerCase(Locale.ROOT))
                .filter(name -> name.equals(from.metaNetworkName()))
                .findFirst();
    }

    private List<Map<String, Object>> include(ObservoorConfig.Pid pid) {
        List<Map<String, Object>> rules = new ArrayList<>();
        pid.processNames().forEach(name -> rules.add(rule("name", name)));
        Set<String> cgroups = new TreeSet<>(pid.cgroupPaths());
        if (pid.cgroupPath() != null && !pid.cgroupPath().isEmpty()) {
            cgroups.add(pid.cgroupPath());
        }
        cgroups.forEach(cgroup -> rules.add(rule("cgroup", cgroup)));
        if (!cgroups.isEmpty()) {
            notes.note(
                    pid.cgroupPaths().isEmpty() ? "pid.cgroup_path" : "pid.cgroup_paths",
                    "selects the processes of cgroups below it too.");
        }
        if (rules.isEmpty()) {
            rules.add(rule("group", "ethereum"));
            notes.note(
                    "pid",
                    "names no process, for which Observoor takes 19 names. Here the clients of Ethereum are told by what they run,"
                            + " so other programs in java, dotnet or node are left alone. To have them: include: [{name: java}].");
        }
        return rules;
    }

    private static Map<String, Object> rule(String key, String value) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put(key, value);
        rule.put("children", false); // it observes what its names select, and nothing else
        return rule;
    }

    private Map<String, Object> ebpf(ObservoorConfig from) {
        Map<String, Object> probes = new LinkedHashMap<>();
        from.probes().forEach((name, probe) -> probes.put(name, Map.of("enabled", probe.enabled())));
        PROBES_IT_HAS_NOT.forEach(name -> probes.putIfAbsent(name, Map.of("enabled", false)));
        Map<String, Object> ebpf = new LinkedHashMap<>();
        ebpf.put("probes", probes);
        sampling(from.aggregated().sampling()).ifPresent(sampling -> ebpf.put("sampling", sampling));
        if (from.ringBufferSize() != null) {
            ebpf.put("ring_buffer_size", ring(from.ringBufferSize()));
        }
        return ebpf;
    }

    private long ring(long bytes) {
        long size = Math.clamp(bytes, SMALLEST_RING, LARGEST_RING);
        long ring = Long.highestOneBit(size) == size ? size : Long.highestOneBit(size) << 1;
        notes.note("ring_buffer_size", "is the size of each ring, of which there is one per CPU, up to 8.");
        if (ring != bytes) {
            notes.note("ring_buffer_size", "is %d here: a power of two from 4KiB to 512MiB.".formatted(ring));
        }
        return ring;
    }

    private Optional<Map<String, Object>> sampling(ObservoorConfig.Sampling from) {
        Map<String, Object> sampling = new LinkedHashMap<>();
        if (!from.default_().tellsEverything()) {
            sampling.put("default", rule(from.default_()));
        }
        Map<String, Object> events = new LinkedHashMap<>();
        from.events().forEach((event, rule) -> events.put(event, rule(rule)));
        ObservoorConfig.Rule exit = from.events().getOrDefault(EXIT, from.default_());
        if (!exit.tellsEverything()) {
            events.remove(EXIT);
            notes.note(
                    ObservoorNotes.AGGREGATED + "sampling" + (from.events().containsKey(EXIT) ? ".events." + EXIT : ""),
                    "does not hold for process_exit, which is always told in full.");
        }
        if (!events.isEmpty()) {
            sampling.put("events", events);
        }
        return sampling.isEmpty() ? Optional.empty() : Optional.of(sampling);
    }

    private static Map<String, Object> rule(ObservoorConfig.Rule from) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("mode", from.mode());
        rule.put("rate", from.rate());
        return rule;
    }

    private void snapshots(ObservoorConfig from) {
        ObservoorConfig.Probe scheduler = from.probes().get("scheduler");
        if (!from.aggregated().collectProcessSnapshots()) {
            return;
        }
        if (scheduler != null && !scheduler.enabled()) {
            notes.note(
                    "probes.scheduler",
                    "ends Observoor's snapshots of processes too, so there are none. The receiver process_snapshots would make them.");
            return;
        }
        Duration interval = notes.duration(
                ObservoorNotes.RESOLUTION + "interval",
                from.aggregated().resolution().interval(),
                Duration.ofSeconds(1));
        receivers.put(
                "process_snapshots",
                Map.of(
                        "interval",
                        notes.within(
                                ObservoorNotes.AGGREGATED + "collect_process_snapshots",
                                interval,
                                Duration.ofMillis(100),
                                Duration.ofHours(1))));
    }

    private Map<String, Object> hostSpecs(ObservoorConfig from) {
        String key = ObservoorNotes.RESOLUTION + "host_specs_poll_interval";
        Map<String, Object> hostSpecs = new LinkedHashMap<>();
        hostSpecs.put(
                "interval",
                notes.within(
                        key,
                        notes.duration(key, from.aggregated().resolution().hostSpecsPollInterval(), Duration.ofDays(1)),
                        Duration.ofSeconds(1),
                        Duration.ofDays(1)));
        hostSpecs.put("serials", "plain");
        return hostSpecs;
    }
}
