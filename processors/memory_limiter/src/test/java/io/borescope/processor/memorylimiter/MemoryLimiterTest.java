package io.borescope.processor.memorylimiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.otel.SpanBatch;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimiterTest {
    private static final long MIB = 1 << 20;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestSettings settings = new TestSettings("memory_limiter", new HandClock(0, 0));
    private final Collected<SpanBatch> out = new Collected<>(Signal.TRACES);
    private final HandMemory memory = new HandMemory();

    /** Memory that a test fills: what is live, and garbage on top of it. */
    private static final class HandMemory implements Memory {
        private long liveMib;
        private long garbageMib;
        private long otherMib;
        private long mostHeapMib = 10_000;

        @Override
        public Use use() {
            long heap = (liveMib + garbageMib) * MIB;
            return new Use(heap, heap + otherMib * MIB);
        }

        @Override
        public long mostHeapBytes() {
            return mostHeapMib * MIB;
        }

        @Override
        public long totalBytes() {
            return 1_000 * MIB;
        }

        @Override
        public void collectGarbage() {
            garbageMib = 0;
        }
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static MemoryLimiterConfig config(
            @Nullable Integer mib,
            @Nullable Integer spikeMib,
            @Nullable Integer percent,
            @Nullable Integer spikePercent) {
        return new MemoryLimiterConfig(SECOND, mib, spikeMib, percent, spikePercent, null, null);
    }

    private MemoryLimiter<SpanBatch> started(MemoryLimiterConfig config) {
        MemoryLimiter<SpanBatch> limiter = new MemoryLimiter<>(settings, config, memory, out);
        limiter.start();
        return limiter;
    }

    @Test
    void keepsDataOutWhileMoreThanTheSoftLimitIsInUse() {
        MemoryLimiter<SpanBatch> limiter = started(config(100, null, null, null));
        memory.liveMib = 80;
        settings.advance(SECOND);
        assertThat(limiter.admits()).isTrue();

        memory.liveMib = 81;
        settings.advance(SECOND);
        assertThat(limiter.admits()).isFalse();
        assertThat(settings.gauged("closed")).isEqualTo(1);
        assertThat(settings.gauged("used_bytes")).isEqualTo(81 * MIB);
        assertThat(settings.lastStatus())
                .isEqualTo("recoverable: refuses data: 81MiB of memory in use, 81MiB of them on the heap. "
                        + "Raise the limit, or send less.");

        memory.liveMib = 80;
        settings.advance(SECOND);
        assertThat(limiter.admits()).isTrue();
        assertThat(settings.lastStatus()).isEqualTo("ok");
    }

    @Test
    void memoryOutsideTheHeapCountsToo() {
        MemoryLimiter<SpanBatch> limiter = started(config(100, null, null, null));
        memory.liveMib = 10;
        memory.otherMib = 71;
        settings.advance(SECOND);
        assertThat(limiter.admits()).isFalse();
    }

    @Test
    void garbageIsNotUse() {
        MemoryLimiter<SpanBatch> limiter = started(config(100, null, null, null));
        memory.liveMib = 50;
        memory.garbageMib = 45;
        settings.advance(SECOND);
        assertThat(limiter.admits()).isTrue();
        assertThat(settings.counted("collections")).isEqualTo(1);
    }

    @Test
    void garbageIsNotCollectedAllTheTimeAndNothingIsRefusedForIt() {
        MemoryLimiter<SpanBatch> limiter = started(config(100, null, null, null));
        for (int second = 0; second < 10; second++) {
            memory.garbageMib = 90;
            settings.advance(SECOND);
            assertThat(limiter.admits()).isTrue();
        }
        assertThat(settings.counted("collections")).isEqualTo(1);
        settings.advance(SECOND);
        assertThat(settings.counted("collections")).isEqualTo(2);
    }

    @Test
    void aboveTheHardLimitGarbageIsCollectedAtOnce() {
        MemoryLimiter<SpanBatch> limiter = started(config(100, null, null, null));
        for (int second = 0; second < 3; second++) {
            memory.garbageMib = 101;
            settings.advance(SECOND);
        }
        assertThat(settings.counted("collections")).isEqualTo(3);
        assertThat(limiter.admits()).isTrue();
    }

    @Test
    void theHeapCannotGrowToTheLimit() {
        memory.mostHeapMib = 64;
        MemoryLimiter<SpanBatch> limiter = started(config(512, null, null, null));
        memory.liveMib = 51;
        settings.advance(SECOND);
        assertThat(limiter.admits()).isTrue();

        memory.liveMib = 52;
        settings.advance(SECOND);
        assertThat(limiter.admits()).isFalse();
        assertThat(settings.lastStatus()).contains("The heap can grow to 64MiB; raise -Xmx");
    }

    @Test
    void looksBeforeAnythingComesIn() {
        memory.liveMib = 200;
        assertThat(started(config(100, null, null, null)).admits()).isFalse();
    }

    @Test
    void limitsAreThoseOfTheCollector() {
        assertThat(config(4000, 800, 50, null).limits(0)).isEqualTo(new Limits(4000 * MIB, 3200 * MIB));
        assertThat(config(null, null, 80, 15).limits(1000 * MIB)).isEqualTo(new Limits(800 * MIB, 650 * MIB));
        assertThat(config(null, null, 50, null).limits(1000 * MIB)).isEqualTo(new Limits(500 * MIB, 400 * MIB));
    }

    @Test
    void batchesPassAsTheyAre() {
        SpanBatch batch = OtelRecords.spans("a", 1, 3);
        started(config(100, null, null, null)).consume(batch);
        assertThat(out.batches()).containsExactly(batch);
    }

    private static List<String> problems(MemoryLimiterConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void saysWhatIsMissing() {
        assertThat(problems(new MemoryLimiterConfig(null, null, null, null, null, null, null)))
                .containsExactly(
                        "check_interval: is missing. Write 1s, or less where data comes in bursts.",
                        "limit_mib: is missing. Write the most memory the agent may use, or limit_percentage.");
        assertThat(problems(config(100, null, 80, null))).isEmpty();
        assertThat(problems(config(100, 100, 101, 200)))
                .containsExactly(
                        "spike_limit_mib: 100 is not less than limit_mib, which is 100.",
                        "limit_percentage: 101 is out of range. Use 1 to 100.",
                        "spike_limit_percentage: 200 is not less than limit_percentage, which is 101.");
    }

    @Test
    void readsTheMemoryOfThisProcess(@TempDir Path folder) throws Exception {
        ProcessMemory real = new ProcessMemory();
        assertThat(real.use().heapBytes()).isPositive().isLessThanOrEqualTo(real.mostHeapBytes());
        assertThat(real.use().processBytes()).isPositive().isLessThan(real.totalBytes());

        Path status = folder.resolve("status");
        Files.writeString(status, "Name:\tjava\nVmRSS:\t%d kB\n".formatted(1L << 40));
        assertThat(new ProcessMemory(status).use().processBytes()).isBetween(1L << 49, 1L << 50);

        Memory.Use withoutKernel = new ProcessMemory(folder.resolve("none")).use();
        assertThat(withoutKernel.processBytes()).isEqualTo(withoutKernel.heapBytes());
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new MemoryLimiter<>(settings, config(100, null, null, null), memory, out));
    }
}
