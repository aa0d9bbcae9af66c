package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.FaultEvent;
import io.borescope.api.event.IoUringEvent;
import io.borescope.api.event.MemoryEvent;
import io.borescope.api.event.MergeEvent;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.OomEvent;
import io.borescope.api.event.PartialEvents;
import io.borescope.api.event.ProcessEvent;
import io.borescope.api.event.RetransmitEvent;
import io.borescope.api.event.RunqueueEvent;
import io.borescope.api.event.SwapEvent;
import io.borescope.api.event.SyscallEvent;
import io.borescope.api.event.TcpStateEvent;
import io.borescope.bpf.btf.Btf;
import io.borescope.bpf.btf.BtfException;
import io.borescope.bpf.btf.BtfType;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs and Java agree on every byte of every record, in the objects for every architecture. */
final class EventLayoutTest {
    private static final String OFF = "built with -Dbpf=off: there are no objects to compare with";
    private static final Map<String, Integer> HEADER =
            Map.of("timestamp_ns", 0, "process", 8, "pid", 12, "tid", 16, "type", 20, "level", 21, "cpu", 22);

    /** A record: the object whose programs write it, its struct, and where Java reads each field. */
    record Layout(String architecture, String object, String struct, long size, Map<String, Long> fields) {}

    static Stream<Layout> layouts() {
        return Stream.of("x86_64", "aarch64").flatMap(EventLayoutTest::layouts);
    }

    private static Stream<Layout> layouts(String architecture) {
        return Stream.of(
                new Layout(
                        architecture,
                        "syscalls",
                        "syscall_event",
                        SyscallEvent.BYTES,
                        Map.of("latency_ns", SyscallEvent.LATENCY_NANOS, "ret", SyscallEvent.RESULT)),
                new Layout(
                        architecture,
                        "io_uring",
                        "io_uring_event",
                        IoUringEvent.BYTES,
                        Map.of(
                                "latency_ns", IoUringEvent.LATENCY_NANOS,
                                "result", IoUringEvent.RESULT,
                                "opcode", IoUringEvent.OPCODE)),
                new Layout(
                        architecture,
                        "sched",
                        "cpu_event",
                        CpuEvent.BYTES,
                        Map.of(
                                "span_ns", CpuEvent.SPAN_NANOS,
                                "slice_ns", CpuEvent.SLICE_NANOS,
                                "flags", CpuEvent.FLAGS)),
                new Layout(
                        architecture,
                        "sched",
                        "runqueue_event",
                        RunqueueEvent.BYTES,
                        Map.of(
                                "runqueue_ns", RunqueueEvent.RUNQUEUE_NANOS,
                                "off_cpu_ns", RunqueueEvent.OFF_CPU_NANOS,
                                "preempted", RunqueueEvent.PREEMPTED)),
                new Layout(
                        architecture,
                        "fault",
                        "fault_event",
                        FaultEvent.BYTES,
                        Map.of(
                                "address", FaultEvent.ADDRESS,
                                "latency_ns", FaultEvent.LATENCY_NANOS,
                                "major", FaultEvent.MAJOR)),
                new Layout(
                        architecture,
                        "memory",
                        "memory_event",
                        MemoryEvent.BYTES,
                        Map.of(
                                "duration_ns", MemoryEvent.DURATION_NANOS,
                                "pages", MemoryEvent.PAGES,
                                "kind", MemoryEvent.KIND,
                                "result", MemoryEvent.RESULT)),
                new Layout(architecture, "memory", "swap_event", SwapEvent.BYTES, Map.of("pages", SwapEvent.PAGES)),
                new Layout(
                        architecture, "memory", "oom_event", OomEvent.BYTES, Map.of("killer_pid", OomEvent.KILLER_PID)),
                new Layout(
                        architecture,
                        "net",
                        "net_event",
                        NetEvent.BYTES,
                        Map.of(
                                "bytes", NetEvent.DATA_BYTES,
                                "local_port", NetEvent.LOCAL_PORT,
                                "remote_port", NetEvent.REMOTE_PORT,
                                "receive", NetEvent.RECEIVE,
                                "transport", NetEvent.TRANSPORT,
                                "family", NetEvent.FAMILY,
                                "has_tcp_metrics", NetEvent.HAS_TCP_METRICS,
                                "srtt_us", NetEvent.SRTT_MICROS,
                                "cwnd", NetEvent.CWND)),
                new Layout(
                        architecture,
                        "net",
                        "retransmit_event",
                        RetransmitEvent.BYTES,
                        Map.of(
                                "bytes", RetransmitEvent.DATA_BYTES,
                                "local_port", RetransmitEvent.LOCAL_PORT,
                                "remote_port", RetransmitEvent.REMOTE_PORT,
                                "segments", RetransmitEvent.SEGMENTS,
                                "state", RetransmitEvent.STATE,
                                "family", RetransmitEvent.FAMILY)),
                new Layout(
                        architecture,
                        "net",
                        "tcp_state_event",
                        TcpStateEvent.BYTES,
                        Map.of(
                                "local_port", TcpStateEvent.LOCAL_PORT,
                                "remote_port", TcpStateEvent.REMOTE_PORT,
                                "old_state", TcpStateEvent.OLD_STATE,
                                "new_state", TcpStateEvent.NEW_STATE,
                                "family", TcpStateEvent.FAMILY)),
                new Layout(
                        architecture,
                        "block",
                        "disk_event",
                        DiskEvent.BYTES,
                        Map.of(
                                "latency_ns", DiskEvent.LATENCY_NANOS,
                                "queue_ns", DiskEvent.QUEUE_NANOS,
                                "bytes", DiskEvent.DATA_BYTES,
                                "device", DiskEvent.DEVICE,
                                "in_flight", DiskEvent.IN_FLIGHT,
                                "operation", DiskEvent.OPERATION,
                                "error", DiskEvent.ERROR)),
                new Layout(
                        architecture,
                        "block",
                        "merge_event",
                        MergeEvent.BYTES,
                        Map.of(
                                "bytes", MergeEvent.DATA_BYTES,
                                "device", MergeEvent.DEVICE,
                                "operation", MergeEvent.OPERATION)),
                new Layout(
                        architecture,
                        "tracker",
                        "process_event",
                        ProcessEvent.BYTES,
                        Map.of(
                                "start_boottime_ns", ProcessEvent.START_BOOTTIME_NANOS,
                                "parent_pid", ProcessEvent.PARENT_PID,
                                "previous", ProcessEvent.PREVIOUS_PROCESS,
                                "exit_code", ProcessEvent.EXIT_CODE,
                                "flags", ProcessEvent.FLAGS,
                                "comm", ProcessEvent.COMM,
                                "filename", ProcessEvent.FILENAME)));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void readsEachFieldWhereTheProgramsWriteIt(Layout layout) throws Exception {
        Btf btf = btf(layout.architecture(), layout.object());
        BtfType.Composite header = struct(btf, "event_header");
        assertThat(header.size()).isEqualTo(EventBatch.HEADER_BYTES);
        assertThat(offsets(header)).isEqualTo(HEADER);

        BtfType.Composite struct = struct(btf, layout.struct());
        Map<String, Integer> offsets = offsets(struct);
        offsets.keySet().removeAll(Map.of("header", 0, "pad", 0).keySet());
        assertThat(struct.size()).isEqualTo(layout.size());
        assertThat(offsets).hasSameSizeAs(layout.fields());
        layout.fields().forEach((field, offset) -> assertThat(offsets).containsEntry(field, Math.toIntExact(offset)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void sharesTheSizesOfTables(String architecture) throws Exception {
        Btf btf = btf(architecture, "tracker");
        assertThat(struct(btf, "lost_events").size()).isEqualTo(LostEvents.VALUE_SIZE);
        assertThat(struct(btf, "slot_line").size()).isEqualTo(EventLayout.SLOTS_PER_LINE * Integer.BYTES);
    }

    @ParameterizedTest
    @CsvSource({"syscalls, SYSCALLS", "sched, SCHED", "net, NET", "fault, FAULT"})
    void readsWhatIsAddedUpWhereTheProgramsDo(String name, ProbeObject object) throws Exception {
        for (String architecture : List.of("x86_64", "aarch64")) {
            Btf btf = btf(architecture, name);
            assertThat(offsets(struct(btf, "partial_key")))
                    .isEqualTo(Map.of(
                            "cell", (int) Partial.CELL,
                            "process", (int) Partial.PROCESS,
                            "pid", (int) Partial.PID,
                            "type", (int) Partial.TYPE,
                            "level", (int) Partial.TYPE + 1,
                            "pad", (int) Partial.TYPE + 2,
                            "fields", (int) Partial.FIELDS));
            assertThat(struct(btf, "partial_key").size()).isEqualTo(Partial.KEY_SIZE);
            assertThat(offsets(struct(btf, "statistics")))
                    .isEqualTo(Map.of(
                            "count", (int) PartialEvents.COUNT,
                            "sum", (int) PartialEvents.SUM,
                            "min", (int) PartialEvents.MIN,
                            "max", (int) PartialEvents.MAX,
                            "buckets", (int) PartialEvents.BUCKETS));
            assertThat(struct(btf, "statistics").size()).isEqualTo(PartialEvents.PART_BYTES);
            assertThat(struct(btf, "partial").size()).isEqualTo(Partial.valueSize(object.parts()));
            assertThat(struct(btf, "cells").size()).isEqualTo((1 + Partials.CELLS) * Long.BYTES);
        }
    }

    @Test
    void knowsEveryTypeOfTheHeaderFileByItsNumber() throws Exception {
        Map<String, Integer> inC = new TreeMap<>();
        String header = Files.readString(Path.of("programs/include/events.h"));
        for (MatchResult type : Pattern.compile("EVENT_([A-Z_]+) = (\\d+),")
                .matcher(header)
                .results()
                .toList()) {
            inC.put(type.group(1).toLowerCase(Locale.ROOT), Integer.valueOf(type.group(2)));
        }
        assertThat(inC.remove("types")).isEqualTo(EventRings.EVENT_TYPES);
        Map<String, Integer> inJava = new TreeMap<>();
        for (EventType type : EventType.values()) {
            inJava.put(type.label(), type.id());
        }
        assertThat(inC).isEqualTo(inJava);
    }

    private static BtfType.Composite struct(Btf btf, String name) throws BtfException {
        return (BtfType.Composite) btf.type(btf.findComposite(name).orElseThrow());
    }

    private static Map<String, Integer> offsets(BtfType.Composite struct) {
        Map<String, Integer> offsets = new TreeMap<>();
        struct.members().forEach(member -> offsets.put(member.name(), Math.toIntExact(member.bitOffset() / 8)));
        return offsets;
    }

    private static Btf btf(String architecture, String object) throws Exception {
        assumeFalse("off".equals(System.getProperty("borescope.bpf")), OFF);
        String resource = "%s/%s.bpf.o".formatted(architecture, object);
        try (InputStream file = EventLayoutTest.class.getResourceAsStream(resource)) {
            return Btf.ofObject(Objects.requireNonNull(file, resource).readAllBytes());
        }
    }
}
