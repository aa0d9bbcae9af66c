package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.config.Share;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.bpf.KernelSupport;
import io.borescope.bpf.ProbeGroup;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.TestSettings;
import io.borescope.testing.Workload;
import java.time.Duration;
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

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static EbpfReceiverConfig config(double percent) {
        EbpfReceiverConfig writes = LiveReceivers.observing(null, null, ProbeGroup.SYSCALL_WRITE);
        BudgetConfig budget = new BudgetConfig(Share.ofPercent(percent), Duration.ZERO, null, false);
        return new EbpfReceiverConfig(
                writes.probes(), null, null, null, null, null, null, budget, null, Map.of(), null, null);
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
                LiveReceivers receivers = LiveReceivers.follow(workload.pid(), config(100_000))) {
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
        double limit = 0.6 * percentUnderLoad();
        try (Workload workload = Workload.start("paced", RATE, BEFORE, 10 * RATE, HEAVY, RATE, BEFORE);
                LiveReceivers receivers = LiveReceivers.follow(workload.pid(), config(limit))) {
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
}
