package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.config.Share;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.WindowBorders;
import io.borescope.bpf.KernelSupport;
import io.borescope.bpf.ProbeGroup;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.TestSettings;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A load that grows tenfold, and what the receiver does about it, on this machine's kernel. */
final class BudgetLiveTest {
    private static final int RATE = 12_000;
    private static final int SECONDS = 15;
    private static final long BEFORE = 4L * RATE;
    private static final long HEAVY = 10L * RATE * SECONDS;

    /** Each ends with a write of its own. */
    private static final int PHASES = 3;

    private static final int MOST_SECONDS = 40;
    private static final int FEW = 97;
    private static final Duration WINDOW = Duration.ofMillis(100);
    private static final double ALL = 1;
    private static final int ENOUGH_KEYS = 64;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static double limit;

    @BeforeAll
    static void measureTheLoad() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        limit = 0.6 * percentUnderLoad();
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static EbpfReceiverConfig samplingOnly(double percent) {
        return config(new BudgetConfig(Share.ofPercent(percent), Duration.ZERO, null, null, false, null));
    }

    private static EbpfReceiverConfig config(BudgetConfig budget) {
        return config(budget, ENOUGH_KEYS);
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static EbpfReceiverConfig config(BudgetConfig budget, int partialKeys) {
        EbpfReceiverConfig writes = LiveReceivers.observing(null, null, ProbeGroup.SYSCALL_WRITE);
        return new EbpfReceiverConfig(
                writes.probes(), null, null, null, null, null, null, budget, null, Map.of(), partialKeys, null);
    }

    /** Without a loop that would be the dearest part of the process. */
    private static void await(LiveReceivers receivers, BooleanSupplier condition) {
        receivers.await(
                () -> {
                    LockSupport.parkNanos(PAUSE.toNanos());
                    return condition.getAsBoolean();
                },
                LONGEST);
    }

    private static long told(LiveReceivers receivers) {
        return receivers.events().count(EventType.SYSCALL_WRITE);
    }

    private static long level(TestSettings figures) {
        return figures.gauged("budget_level{event=syscall_write}");
    }

    private static double percentUsed(TestSettings figures) {
        return (figures.gauged("budget_agent_use") + figures.gauged("budget_programs_use")) / 1e7;
    }

    /** What the heavy load costs here, told in full. */
    private static double percentUnderLoad() throws Exception {
        try (Workload workload = Workload.start("paced", 10 * RATE, HEAVY);
                LiveReceivers receivers = LiveReceivers.follow(workload.pid(), samplingOnly(100_000))) {
            TestSettings figures = receivers.ebpfSettings().figures();
            workload.release();
            SortedSet<Double> used = new TreeSet<>();
            await(receivers, () -> told(receivers) > HEAVY / 3); // compiled by then
            await(receivers, () -> {
                used.add(percentUsed(figures));
                return told(receivers) > HEAVY * 2 / 3;
            });
            assertThat(figures.gauged("budget_programs_measured")).isEqualTo(1);
            return used.getFirst();
        }
    }

    @Test
    void keepsToTheBudgetWhenTheLoadGrowsTenfoldAndTellsEverythingWhenThatIsOver() throws Exception {
        try (Workload workload = Workload.start("paced", RATE, BEFORE, 10 * RATE, HEAVY, RATE, BEFORE);
                LiveReceivers receivers = LiveReceivers.follow(workload.pid(), samplingOnly(limit))) {
            TestSettings figures = receivers.ebpfSettings().figures();
            workload.release();
            assertThat(workload.line()).isEqualTo("done");
            workload.release();
            long began = System.nanoTime();
            await(receivers, () -> level(figures) > 0);
            await(receivers, () -> percentUsed(figures) <= limit);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            System.out.printf("limit %.2f%%, below it after %d s at level %d%n", limit, seconds, level(figures));
            assertThat(workload.line()).isEqualTo("done");
            workload.release();
            assertThat(workload.line()).isEqualTo("done");
            workload.awaitEnd();
            await(receivers, () -> level(figures) == 0);
            receivers.stop();

            long[] told = receivers.events().byLevel(EventType.SYSCALL_WRITE);
            double sum = 0;
            double variance = 0;
            for (int level = 0; level < told.length; level++) {
                double rate =
                        EventSampling.NONE.of(EventType.SYSCALL_WRITE, level).rate();
                sum += told[level] / rate;
                variance += told[level] / rate * (1 - rate) / rate;
            }
            double truth = 2 * BEFORE + HEAVY + PHASES;
            System.out.printf("sum %.0f of %.0f, off by %.2f sigma%n", sum, truth, (sum - truth) / Math.sqrt(variance));
            assertThat(sum).isCloseTo(truth, within(5 * Math.sqrt(variance)));
            assertThat(receivers.events().lost()).isZero();
        }
    }

    /** Writes that come at ten times the rate, for a second each time, and now and then a few. Who does them waits to be released in between. */
    private static Workload startSeconds() throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("paced"));
        for (int i = 0; i < MOST_SECONDS; i++) {
            arguments.addAll(List.of(10 * RATE, 10 * RATE, RATE, FEW));
        }
        return Workload.start(arguments.toArray());
    }

    /** Lets it write the next lot. Returns how many that were. */
    private static long write(Workload workload, int writes) throws IOException {
        workload.release();
        assertThat(workload.line()).isEqualTo("done");
        return writes + 1L;
    }

    private static ClockMapping mapping() {
        return new LiveSettings("rows", new LiveServices()).clock().mapping();
    }

    private static long writeUntil(Workload workload, BooleanSupplier reached) throws IOException {
        long written = write(workload, 10 * RATE);
        while (!reached.getAsBoolean()) {
            written += write(workload, FEW);
            written += write(workload, 10 * RATE);
        }
        return written;
    }

    /** Windows have what was told before the switch and what is added up after it, and the other way round. */
    @Test
    void addsUpInTheKernelUnderLoadAndTellsEachEventAgainWhenThatIsOver() throws Exception {
        BudgetConfig budget =
                new BudgetConfig(Share.ofPercent(limit), Duration.ZERO, true, ALL, false, Duration.ofMinutes(1));
        WindowBorders borders = new WindowBorders();
        DeliveredRows rows = new DeliveredRows(WINDOW, borders, mapping());
        long written;
        try (Workload workload = startSeconds();
                LiveReceivers receivers = LiveReceivers.follow(workload.pid(), config(budget), borders, rows)) {
            TestSettings figures = receivers.ebpfSettings().figures();
            BooleanSupplier addedUp = () -> figures.lastStatus().contains("added up in the kernel: syscall_write");
            written = writeUntil(workload, addedUp);
            written += write(workload, FEW) + write(workload, 10 * RATE);
            await(receivers, () -> !addedUp.getAsBoolean());
            assertThat(figures.gauged("budget_added_up{event=syscall_write}")).isZero();
            written += write(workload, FEW);
            receivers.stop();
            rows.close();

            assertThat(figures.counted("budget_steps{step=added_up}")).isPositive();
            assertThat(figures.counted("budget_steps{step=told_one_by_one}")).isPositive();
            assertThat(level(figures)).isZero();
            assertThat(rows.partials()).isPositive();
            assertThat(receivers.events().count(EventType.SYSCALL_WRITE)).isEqualTo(written);
            assertThat(rows.counted("syscall_write")).isEqualTo(written);
            assertThat(rows.unaccounted()).isZero();
            assertThat(rows.late()).isZero();
            assertThat(receivers.events().lost()).isZero();
            assertThat(receivers.events().late()).isZero();
            assertThat(receivers.events().wentBackwards()).isFalse();
        }
    }

    /** A key for each window is needed, two at a time: those that find no room are in the row for everybody else, and totals are whole. */
    @Test
    void tellsOneByOneForGoodWhatDoesNotFitIntoTheKernelsTables() throws Exception {
        BudgetConfig budget =
                new BudgetConfig(Share.ofPercent(0.01), Duration.ZERO, true, ALL, false, Duration.ofMinutes(1));
        WindowBorders borders = new WindowBorders();
        DeliveredRows rows = new DeliveredRows(WINDOW, borders, mapping());
        try (Workload workload = startSeconds();
                LiveReceivers receivers = LiveReceivers.follow(workload.pid(), config(budget, 1), borders, rows)) {
            TestSettings figures = receivers.ebpfSettings().figures();
            long written = writeUntil(workload, () -> figures.counted("budget_steps{step=told_one_by_one}") > 0);
            written += write(workload, FEW) + write(workload, 10 * RATE);
            receivers.stop();
            rows.close();

            assertThat(figures.counted("budget_steps{step=added_up}")).isEqualTo(1);
            assertThat(figures.counted("folded_events")).isPositive();
            assertThat(rows.counted("syscall_write")).isEqualTo(written);
            assertThat(rows.figures().keySet()).anyMatch(row -> row.contains("__other__"));
            assertThat(rows.unaccounted()).isZero();
            assertThat(receivers.events().lost()).isZero();
        }
    }

    /** Where neither may tell less nor add up, only the hook itself is left to save. */
    @Test
    void detachesTheDearestUnderLoadAndAttachesItAgainWhenThatIsOver() throws Exception {
        BudgetConfig budget =
                new BudgetConfig(Share.ofPercent(limit), Duration.ZERO, false, ALL, true, Duration.ofSeconds(2));
        try (Workload workload = startSeconds();
                LiveReceivers receivers = LiveReceivers.follow(workload.pid(), config(budget))) {
            TestSettings figures = receivers.ebpfSettings().figures();
            writeUntil(workload, () -> figures.lastStatus().contains("detached: syscalls"));
            assertThat(figures.counted("budget_steps{step=detached}")).isPositive();

            await(receivers, () -> figures.lastStatus().equals("ok"));
            assertThat(figures.gauged("budget_detached")).isZero();
            assertThat(figures.gauged("probe_groups_attached")).isEqualTo(1);
            assertThat(figures.counted("budget_steps{step=attached}")).isPositive();
            receivers.awaitEverythingUntilNow();
            long before = told(receivers);
            write(workload, FEW);
            receivers.stop();
            assertThat(told(receivers) - before).isEqualTo(FEW + 1);
            assertThat(receivers.events().lost()).isZero();
        }
    }
}
