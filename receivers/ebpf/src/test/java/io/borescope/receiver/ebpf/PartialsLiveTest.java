package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.config.ByteSize;
import io.borescope.api.event.EventType;
import io.borescope.bpf.KernelSupport;
import io.borescope.bpf.ProbeGroup;
import io.borescope.receiver.ebpf.DeliveredRows.Figures;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Added up in the kernel, events make the same rows as one by one. */
class PartialsLiveTest {
    private static final int ENOUGH_KEYS = 1024;
    private static final long TICK_NANOS = 20_000_000;

    @BeforeAll
    static void assumeUsable() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void systemCallsAndFiles() throws Exception {
        try (Workload work = Workload.start("each", 2, 501, "read", "write", "openat", "close", "mmap", "munmap");
                SideBySide sides = SideBySide.observe(
                        work.pid(),
                        ENOUGH_KEYS,
                        ProbeGroup.SYSCALL_READ,
                        ProbeGroup.SYSCALL_WRITE,
                        ProbeGroup.SYSCALL_MMAP,
                        ProbeGroup.SYSCALL_MUNMAP,
                        ProbeGroup.FD_OPEN,
                        ProbeGroup.FD_CLOSE)) {
            work.release();
            work.awaitEnd();
            sides.stop();

            Map<String, Figures> rows = sides.partials().figures();
            assertThat(sides.partials().partials()).isPositive();
            assertThat(counts(rows)).isEqualTo(counts(sides.events().figures()));
            assertThat(rows.keySet()).anyMatch(row -> row.startsWith("fd_open_failed of "));
            assertThat(sides.partials().events()).isEqualTo(sides.events().events());
            rows.forEach(PartialsLiveTest::assertConsistent);
            assertNothingMissing(sides);
        }
    }

    /**
     * Both ask the scheduler for what it has charged, at the same switches: the sum is the same to the nanosecond, but for a thread whose
     * last switch comes when the programs are gone. How it is spread over windows depends on the ticks.
     */
    @ParameterizedTest
    @ValueSource(ints = {100, 10})
    void cpuTimeThatReachesOverManyWindows(int windowMillis) throws Exception {
        int threads = 3;
        try (Workload work = Workload.start("spinners", threads, 400);
                SideBySide sides = SideBySide.observe(
                        work.pid(),
                        Duration.ofMillis(windowMillis),
                        ENOUGH_KEYS,
                        ProbeGroup.SCHEDULER,
                        ProbeGroup.SCHEDULER_WAKEUP)) {
            sides.events().stepClockAt(100);
            sides.partials().stepClockAt(100);
            work.release();
            work.awaitEnd();
            sides.stop();

            Map<String, Figures> rows = sides.partials().figures();
            Map<String, Figures> expected = sides.events().figures();
            assertThat(rows.keySet()).isEqualTo(expected.keySet());
            rows.forEach((name, row) -> {
                assertConsistent(name, row);
                if (name.startsWith("cpu_time")) {
                    assertThat(row.sum())
                            .as(name)
                            .isCloseTo(expected.getOrDefault(name, Figures.NONE).sum(), within(TICK_NANOS));
                } else {
                    assertThat(row.count())
                            .as(name)
                            .isCloseTo(expected.getOrDefault(name, Figures.NONE).count(), within(1L + threads));
                }
            });
            assertThat(sides.partials().clockSteps()).isEqualTo(1);
            assertThat(sides.partials().sumsByWindow("cpu_time")).hasSizeGreaterThan(400 / windowMillis / 2);
            assertNothingMissing(sides);
        }
    }

    /** Without a step of the clock the windows are the same, and so is what each of them has. */
    @Test
    void cpuTimeOfEachWindow() throws Exception {
        try (Workload work = Workload.start("spinners", 3, 400);
                SideBySide sides = SideBySide.observe(
                        work.pid(), ENOUGH_KEYS, ProbeGroup.SCHEDULER, ProbeGroup.SCHEDULER_WAKEUP)) {
            work.release();
            work.awaitEnd();
            sides.stop();

            Map<Long, Long> windows = sides.partials().sumsByWindow("cpu_time");
            sides.events()
                    .sumsByWindow("cpu_time")
                    .forEach((window, nanos) -> assertThat(windows.getOrDefault(window, 0L))
                            .as("window %d", window)
                            .isCloseTo(nanos, within(TICK_NANOS)));
            assertNothingMissing(sides);
        }
    }

    @Test
    void socketsAndPageFaults() throws Exception {
        try (Workload work = Workload.start("net-tcp", "v4", 20);
                SideBySide sides = SideBySide.observe(
                        work.pid(), ENOUGH_KEYS, ProbeGroup.TCP_SEND, ProbeGroup.TCP_RECV, ProbeGroup.PAGE_FAULT)) {
            work.release();
            work.awaitEnd();
            sides.stop();

            Map<String, Figures> rows = sides.partials().figures();
            Map<String, Figures> expected = sides.events().figures();
            assertThat(rows.keySet()).isEqualTo(expected.keySet());
            rows.forEach((name, row) -> {
                assertConsistent(name, row);
                if (!name.startsWith("tcp_")) { // how often a connection is looked at depends on the moment
                    assertThat(row.count())
                            .as(name)
                            .isEqualTo(expected.getOrDefault(name, Figures.NONE).count());
                }
                if (name.startsWith("net_io")) {
                    assertThat(row).as(name).isEqualTo(expected.getOrDefault(name, Figures.NONE));
                }
            });
            assertThat(sides.partials().events()).isEqualTo(sides.events().events());
            assertNothingMissing(sides);
        }
    }

    @Test
    void whoFindsNoRoomIsCountedForEverybodyElseAndTotalsAreWhole() throws Exception {
        int keys = 8;
        try (Workload work = Workload.start("each", 23, 51, "read", "write", "openat", "close");
                SideBySide sides = SideBySide.observe(
                        work.pid(),
                        keys,
                        ProbeGroup.SYSCALL_READ,
                        ProbeGroup.SYSCALL_WRITE,
                        ProbeGroup.FD_OPEN,
                        ProbeGroup.FD_CLOSE)) {
            work.release();
            work.awaitEnd();
            sides.stop();

            Map<String, Figures> rows = sides.partials().figures();
            assertThat(rows.keySet()).anyMatch(row -> row.contains("__other__"));
            assertThat(byMetric(rows)).isEqualTo(byMetric(sides.events().figures()));
            assertThat(sides.partialSettings().figures().counted("folded_events"))
                    .isEqualTo(counts(rows).entrySet().stream()
                            .filter(row -> row.getKey().contains("__other__"))
                            .mapToLong(Map.Entry::getValue)
                            .sum());
            assertNothingMissing(sides);
        }
    }

    /** Of as many events, a ring of this size loses most: {@code readsOrCountsEveryCallWhateverTheRingHolds}. */
    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void nothingIsLostAtFullRateWhateverTheRingHolds() throws Exception {
        int threads = 2;
        int each = 100_003;
        EbpfReceiverConfig config = SideBySide.config(
                Delivery.PARTIALS,
                ENOUGH_KEYS,
                ByteSize.ofKibibytes(4),
                ProbeGroup.SYSCALL_WRITE,
                ProbeGroup.SYSCALL_FSYNC,
                ProbeGroup.SYSCALL_FDATASYNC,
                ProbeGroup.SYSCALL_PWRITE);
        try (Workload calls = Workload.start("calls", threads, each);
                LiveReceivers receivers = LiveReceivers.follow(calls.pid(), config)) {
            calls.release();
            calls.awaitEnd();
            receivers.stop();

            long read = receivers.events().count(SeenEvents.CALLS);
            assertThat(read).isEqualTo(4L * threads * each);
            assertThat(receivers.events().lost()).isZero();
            assertThat(receivers.events().late()).isZero();
            assertThat(receivers.events().counts(EventType.SYSCALL_WRITE).keySet())
                    .allSatisfy(process -> assertThat(receivers.process(process))
                            .hasValueSatisfying(
                                    record -> assertThat(record.client()).isEqualTo("tested")));
        }
    }

    private static void assertNothingMissing(SideBySide sides) {
        assertThat(sides.eventSettings().failure()).isNull();
        assertThat(sides.partialSettings().failure()).isNull();
        assertThat(sides.partials().unaccounted()).isZero();
        assertThat(sides.events().unaccounted()).isZero();
        assertThat(sides.partials().late()).isZero();
        assertThat(sides.partials().lateSpanNanos()).isZero();
        assertThat(sides.partialSettings().figures().lost()).isZero();
    }

    /** What a row says fits together. */
    private static void assertConsistent(String name, Figures row) {
        boolean hasRange = row.max() > 0;
        if (hasRange) {
            assertThat(row.sum()).as(name).isBetween(row.min() * row.count(), row.max() * row.count());
        }
        assertThat(row.bucketed()).as(name).isIn(0L, row.count());
    }

    private static Map<String, Long> counts(Map<String, Figures> rows) {
        Map<String, Long> counts = new TreeMap<>();
        rows.forEach((name, row) -> counts.put(name, row.count()));
        return counts;
    }

    private static Map<String, Long> byMetric(Map<String, Figures> rows) {
        Map<String, Long> counts = new TreeMap<>();
        rows.forEach((name, row) -> counts.merge(name.substring(0, name.indexOf(' ')), row.count(), Long::sum));
        return counts;
    }
}
