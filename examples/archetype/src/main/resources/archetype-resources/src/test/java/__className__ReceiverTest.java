package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.otel.PointBatch;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.ConfigContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver without an agent: the test kit gives it a clock that the test turns, and keeps what it hands on. */
class ${className}ReceiverTest {
    @TempDir
    Path folder;

    private final TestSettings settings = new TestSettings("${type}", new HandClock(0, 0));
    private final Collected<PointBatch> next = new Collected<>(Signal.DATA_POINTS);

    private ${className}Receiver receiver(Path file) {
        return new ${className}Receiver(settings, new ${className}Config(Duration.ofSeconds(5), file), next);
    }

    @Test
    void handsOnWhatTheFileSays() throws Exception {
        receiver(Files.writeString(folder.resolve("number"), "23.5 and more")).start();
        settings.crank();
        settings.crank();
        assertThat(next.batches()).as("the next one is due in 5 s").hasSize(1);
        assertThat(next.batches().getFirst().groups().getFirst().records().toString()).contains("23.5");
    }

    @Test
    void saysWhatIsWrongAndGoesOn() throws Exception {
        Path file = folder.resolve("number");
        receiver(file).start();
        settings.crank();
        assertThat(settings.lastStatus()).startsWith("recoverable: cannot read " + file);
        Files.writeString(file, "1");
        settings.advance(Duration.ofSeconds(5));
        settings.crank();
        assertThat(settings.lastStatus()).isEqualTo("ok");
    }

    @Test
    void keepsToTheContracts() throws Exception {
        ComponentContract.check(() -> receiver(Path.of("/proc/uptime")));
        ConfigContract.check(${className}Config.class);
        assertThat(ConfigContract.problems(new ${className}Config(null, null))).isEmpty();
        assertThat(ConfigContract.problems(new ${className}Config(Duration.ofMillis(1), null))).hasSize(1);
    }
}
