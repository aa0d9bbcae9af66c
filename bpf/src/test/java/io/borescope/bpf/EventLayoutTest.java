package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.IoUringEvent;
import io.borescope.api.event.ProcessEvent;
import io.borescope.api.event.SyscallEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs and Java agree on every byte of every record, in the objects for every architecture. */
final class EventLayoutTest {
    private static final String OFF = "built with -Dbpf=off: there are no objects to compare with";
    private static final Map<String, Integer> HEADER =
            Map.of("timestamp_ns", 0, "process", 8, "pid", 12, "tid", 16, "type", 20, "cpu", 22);

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
        assertThat(btf.struct("event_header")).isEqualTo(new Btf.Struct(EventBatch.HEADER_BYTES, HEADER));

        Btf.Struct struct = btf.struct(layout.struct());
        Map<String, Integer> offsets = new TreeMap<>(struct.offsets());
        offsets.keySet().removeAll(Map.of("header", 0, "pad", 0).keySet());
        assertThat(struct.size()).isEqualTo((int) layout.size());
        assertThat(offsets).hasSameSizeAs(layout.fields());
        layout.fields().forEach((field, offset) -> assertThat(offsets).containsEntry(field, Math.toIntExact(offset)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void sharesTheSizesOfTables(String architecture) throws Exception {
        Btf btf = btf(architecture, "tracker");
        assertThat(btf.struct("lost_events").size()).isEqualTo(LostEvents.VALUE_SIZE);
        assertThat(btf.struct("slot_line").size()).isEqualTo(EventLayout.SLOTS_PER_LINE * Integer.BYTES);
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

    private static Btf btf(String architecture, String object) throws Exception {
        assumeFalse("off".equals(System.getProperty("borescope.bpf")), OFF);
        return Btf.of("%s/%s.bpf.o".formatted(architecture, object));
    }
}
