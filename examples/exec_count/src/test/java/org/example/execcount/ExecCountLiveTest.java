package org.example.execcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.otel.PointBatch;
import io.borescope.bpf.KernelSupport;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver on this machine's kernel: a program of a name of its own is executed 23 times. */
class ExecCountLiveTest {
    @TempDir
    Path folder;

    private final TestSettings settings = new TestSettings("exec_count", new HandClock(0, 0));
    private final Collected<PointBatch> next = new Collected<>(Signal.DATA_POINTS);

    @BeforeEach
    void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    private ExecCount receiver() {
        return new ExecCount(settings, new ExecCountConfig(Duration.ofSeconds(1)), next);
    }

    @Test
    void countsWhatIsExecuted() throws Exception {
        Path program = Files.copy(Path.of("/bin/true"), folder.resolve("twenty_three"));
        ExecCount receiver = receiver();
        receiver.start();
        for (int i = 0; i < 23; i++) {
            new ProcessBuilder(program.toString()).start().waitFor();
        }
        settings.advance(Duration.ofSeconds(1));
        settings.crank();
        receiver.close();
        assertThat(next.batches()).hasSize(2);
        assertThat(next.batches()).allSatisfy(batch -> assertThat(count(batch)).isEqualTo("23"));
        assertThat(settings.lost()).isZero();
    }

    private static String count(PointBatch batch) {
        String text = batch.toString();
        String from = text.substring(text.indexOf("twenty_three"));
        return from.replaceFirst("(?s).*?Int\\[value=(\\d+)].*", "$1");
    }

    @Test
    void keepsToTheContract() throws Exception {
        ComponentContract.check(this::receiver);
    }
}
