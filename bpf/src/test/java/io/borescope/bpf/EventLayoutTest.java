package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of the ring agree on every byte, in the objects for every architecture. */
final class EventLayoutTest {
    private static final String OFF = "built with -Dbpf=off: there are no objects to compare with";

    @ParameterizedTest
    @CsvSource({
        "x86_64, syscalls",
        "x86_64, sched",
        "x86_64, tracker",
        "aarch64, syscalls",
        "aarch64, sched",
        "aarch64, tracker"
    })
    void readsTheHeaderWhereTheProgramsWriteIt(String architecture, String object) throws Exception {
        assertThat(btf(architecture, object).struct("event_header"))
                .isEqualTo(new Btf.Struct(
                        EventLayout.HEADER_SIZE,
                        Map.of(
                                "timestamp_ns", EventLayout.TIMESTAMP_NS,
                                "process", EventLayout.PROCESS,
                                "pid", EventLayout.PID,
                                "tid", EventLayout.TID,
                                "type", EventLayout.TYPE,
                                "cpu", EventLayout.CPU)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void readsSystemCallsWhereTheProgramsWriteThem(String architecture) throws Exception {
        assertThat(btf(architecture, "syscalls").struct("syscall_event"))
                .isEqualTo(new Btf.Struct(
                        EventLayout.SYSCALL_SIZE,
                        Map.of("header", 0, "latency_ns", EventLayout.LATENCY_NS, "ret", EventLayout.RET)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void readsCpuTimeWhereTheProgramsWriteIt(String architecture) throws Exception {
        assertThat(btf(architecture, "sched").struct("cpu_event"))
                .isEqualTo(new Btf.Struct(
                        EventLayout.CPU_SIZE,
                        Map.of(
                                "header", 0,
                                "span_ns", EventLayout.SPAN_NS,
                                "slice_ns", EventLayout.SLICE_NS,
                                "flags", EventLayout.CPU_FLAGS,
                                "pad", EventLayout.CPU_FLAGS + 4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void readsProcessLifeWhereTheProgramsWriteIt(String architecture) throws Exception {
        Btf btf = btf(architecture, "tracker");
        assertThat(btf.struct("process_event"))
                .isEqualTo(new Btf.Struct(
                        EventLayout.PROCESS_SIZE,
                        Map.of(
                                "header", 0,
                                "start_boottime_ns", EventLayout.START_BOOTTIME_NS,
                                "parent_pid", EventLayout.PARENT_PID,
                                "previous", EventLayout.PREVIOUS,
                                "exit_code", EventLayout.EXIT_CODE,
                                "flags", EventLayout.PROCESS_FLAGS,
                                "comm", EventLayout.COMM,
                                "filename", EventLayout.FILENAME)));
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
            inC.put(type.group(1), Integer.valueOf(type.group(2)));
        }
        assertThat(inC).hasSize(13);
        inC.put("EVENT_TYPES", inC.remove("TYPES"));
        for (Map.Entry<String, Integer> type : inC.entrySet()) {
            Field inJava = EventLayout.class.getDeclaredField(type.getKey());
            assertThat(inJava.get(null)).as(type.getKey()).isEqualTo(type.getValue());
        }
    }

    private static Btf btf(String architecture, String object) throws Exception {
        assumeFalse("off".equals(System.getProperty("borescope.bpf")), OFF);
        return Btf.of("%s/%s.bpf.o".formatted(architecture, object));
    }
}
