package io.borescope.receiver.bpfobject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.Signal;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Value;
import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples that users start from, on this machine's kernel. */
final class ExamplesLiveTest {
    private static final Path EXEC = Path.of("target/examples/exec.bpf.o");
    private static final Path RUNQLAT = Path.of("target/examples/runqlat.bpf.o");
    private static final int EXECS = 23;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    private static Configs exec(long parent) {
        return new Configs(EXEC)
                .ring("events", "exec_event", "ktime_ns")
                .lost("lost")
                .constant("parent", Value.of(parent));
    }

    /** A shell that waits for a line, and then runs a program so many times, one after the other. */
    private static Process shell(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", "read go; " + command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void release(Process shell) throws Exception {
        try (var input = shell.outputWriter()) {
            input.write("go\n");
        }
    }

    private static Process execs() throws Exception {
        return shell("i=0; while [ $i -lt %d ]; do /bin/true; i=$((i + 1)); done".formatted(EXECS));
    }

    @Test
    void countsEveryExecOfAShell() throws Exception {
        Process shell = execs();
        Bench bench = Bench.start(
                exec(shell.pid())
                        .metric(Configs.count("execs", Map.of("file", "filename", "comm", "comm")))
                        .build(),
                Signal.METRICS);
        try (bench) {
            release(shell);
            assertThat(shell.waitFor()).isZero();
            bench.crank();
        }
        assertThat(bench.sums("execs", "count", "file")).containsExactly(Map.entry("/bin/true", (long) EXECS));
        assertThat(bench.sums("execs", "count", "comm")).containsExactly(Map.entry("true", (long) EXECS));
        assertThat(bench.metrics.eventCount()).as("answered for").isEqualTo(EXECS);
        assertThat(bench.settings.lost()).isZero();
        assertThat(bench.settings.held()).isZero();
    }

    @Test
    void writesARecordPerExec() throws Exception {
        Process shell = execs();
        Bench bench = Bench.start(exec(shell.pid()).logs("filename", Map.of()).build(), Signal.LOGS);
        try (bench) {
            release(shell);
            assertThat(shell.waitFor()).isZero();
            bench.crank();
        }
        assertThat(bench.records()).hasSize(EXECS).allSatisfy(record -> {
            assertThat(record.body()).isEqualTo(Value.of("/bin/true"));
            assertThat(record.eventName()).isEqualTo("test.event");
            assertThat(record.attributes().get("ppid")).isEqualTo(Value.of(shell.pid()));
            assertThat(record.attributes().get("comm")).isEqualTo(Value.of("true"));
            assertThat(record.epochNanos()).isLessThanOrEqualTo(record.observedEpochNanos());
        });
    }

    /** A ring of one page has room for 23 events of 168 bytes and their headers. */
    @Test
    void countsWhatFindsTheRingFull() throws Exception {
        int execs = 101;
        Process shell = shell("i=0; while [ $i -lt %d ]; do /bin/true; i=$((i + 1)); done".formatted(execs));
        Bench bench = Bench.start(
                exec(shell.pid())
                        .ringSize(4)
                        .metric(Configs.count("execs", Map.of()))
                        .build(),
                Signal.METRICS);
        try (bench) {
            release(shell);
            assertThat(shell.waitFor()).isZero();
        }
        long counted = bench.sums("execs", "count", "").getOrDefault("", 0L);
        assertThat(counted).isEqualTo(23);
        assertThat(bench.settings.lost("ring_full")).isEqualTo(execs - 23);
    }

    /** What the kernel's own account says of each thread, between two moments. */
    private record Waited(String tid, long begin, long end, long nanos, long arrivals) {
        static Waited of(String line) {
            String[] words = line.split(" ");
            return new Waited(
                    words[0],
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[5]),
                    Long.parseLong(words[6]));
        }
    }

    @Test
    void waitsAddUpToWhatTheSchedulerSays() throws Exception {
        List<Waited> truth = new ArrayList<>();
        Bench bench;
        try (Workload workload = Workload.start("yields", 3, 2300)) {
            bench = Bench.start(
                    new Configs(RUNQLAT)
                            .ring("events", "runq_event", "ktime_ns")
                            .lost("lost")
                            .constant("target_pid", Value.of((long) workload.pid()))
                            .logs("comm", Map.of("tid", "tid", "waited", "delta_ns"))
                            .metric(Configs.metric("runq", MetricType.HISTOGRAM, "delta_ns", Map.of("comm", "comm")))
                            .build(),
                    Signal.LOGS,
                    Signal.METRICS);
            try (bench) {
                workload.release();
                for (String line = workload.line(); !line.isEmpty(); line = workload.line()) {
                    truth.add(Waited.of(line));
                }
                workload.awaitEnd();
                bench.crank();
            }
        }
        List<LogRecord> records = bench.records();
        long told = records.stream().mapToLong(ExamplesLiveTest::waited).sum();
        assertThat(bench.sums("runq", "sum", "").get(""))
                .as("all in both signals")
                .isEqualTo(told);
        assertThat(bench.sums("runq", "count", "").get("")).isEqualTo(records.size());
        assertThat(bench.settings.lost()).isZero();
        assertThat(bench.metrics.eventCount()).as("log records answer for them").isZero();
        assertThat(truth).hasSize(3);
        for (Waited thread : truth) {
            List<LogRecord> own = records.stream()
                    .filter(record -> record.attributes().text("tid").orElse("").equals(thread.tid()))
                    .filter(record -> isBetween(bench, record, thread))
                    .toList();
            assertThat((double) own.size())
                    .as("times on a CPU")
                    .isCloseTo((double) thread.arrivals(), within(thread.arrivals() * 0.02 + 5));
            assertThat((double) own.stream().mapToLong(ExamplesLiveTest::waited).sum())
                    .as("nanoseconds in the run queue")
                    .isCloseTo((double) thread.nanos(), within(thread.nanos() * 0.2 + 5_000_000.0));
        }
    }

    private static boolean isBetween(Bench bench, LogRecord record, Waited thread) {
        long at = bench.clock.mapping().toMonotonicNanos(record.epochNanos());
        return at >= thread.begin() && at <= thread.end();
    }

    private static long waited(LogRecord record) {
        return Objects.requireNonNull(record.attributes().get("waited")) instanceof Value.Int waited
                ? waited.value()
                : 0;
    }

    @Test
    void readsItsMapPerCpu() throws Exception {
        Process shell = shell(
                "i=0; while [ $i -lt 2300 ]; do i=$((i + 1)); done; read a b switches < /proc/$$/schedstat; echo $switches");
        Bench bench = Bench.start(
                new Configs(RUNQLAT)
                        .constant("target_pid", Value.of(shell.pid()))
                        .map("switches", Configs.metric("switches", MetricType.SUM, "value", Map.of("cpu", "cpu")))
                        .build(),
                Signal.METRICS);
        long before;
        try (bench) {
            before = switches(shell.pid());
            release(shell);
            long during;
            try (BufferedReader output = shell.inputReader(StandardCharsets.UTF_8)) {
                during = Long.parseLong(output.readLine());
                assertThat(shell.waitFor()).isZero();
            }
            bench.crank();
            assertThat(during).isGreaterThan(before);
        }
        long told = bench.sums("switches", "sum", "cpu").values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(told).as("at least one, when it was released").isPositive();
    }

    private static long switches(long pid) throws Exception {
        String figures =
                Files.readString(Path.of("/proc/" + pid + "/schedstat")).strip();
        return Long.parseLong(figures.split(" ")[2]);
    }
}
