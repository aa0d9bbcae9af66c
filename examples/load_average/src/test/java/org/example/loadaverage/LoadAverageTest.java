package org.example.loadaverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.PointBatch;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver without an agent: the test kit gives it a clock that the test turns, and keeps what it hands on. */
class LoadAverageTest {
    @TempDir
    Path folder;

    private final HandClock clock = new HandClock(0, 0);
    private final TestSettings settings = new TestSettings("load_average", clock);
    private final Collected<PointBatch> next = new Collected<>(Signal.DATA_POINTS);

    private LoadAverage receiver(Path file) {
        return new LoadAverage(settings, new LoadAverageConfig(Duration.ofSeconds(5), file), next);
    }

    @Test
    void handsOnWhatTheKernelSays() throws Exception {
        receiver(Files.writeString(folder.resolve("loadavg"), "0.52 1.25 3.00 2/345 6789\n")).start();
        settings.crank();
        settings.crank();

        List<Metric> metrics = next.batches().getFirst().groups().getFirst().records();
        assertThat(next.batches()).as("the next one is due in 5 s").hasSize(1);
        assertThat(metrics).extracting(Metric::name).containsExactly(
                "system.cpu.load_average.1m", "system.cpu.load_average.5m", "system.cpu.load_average.15m");
        assertThat(metrics.toString()).contains("0.52", "1.25", "3.0");
    }

    @Test
    void saysWhatIsWrongAndGoesOn() throws Exception {
        Path file = folder.resolve("loadavg");
        receiver(file).start();
        settings.crank();
        assertThat(settings.lastStatus()).startsWith("recoverable: cannot read " + file);
        Files.writeString(file, "1 2 3");
        settings.advance(Duration.ofSeconds(5));
        settings.crank();
        assertThat(settings.lastStatus()).isEqualTo("ok");
    }

    @Test
    void keepsToTheContract() throws Exception {
        ComponentContract.check(() -> receiver(Path.of("/proc/loadavg")));
    }
}
