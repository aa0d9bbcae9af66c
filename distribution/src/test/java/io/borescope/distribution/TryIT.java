package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/try.sh}, as people start it who evaluate Borescope. */
final class TryIT {
    @TempDir
    Path folder;

    @Test
    void everythingArrivesAndNothingIsLeft() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        try (Launcher fetch = Launcher.start(List.of("clickhouse", "fetch"), Map.of())) {
            Assumptions.assumeTrue(fetch.awaitEnd() == 0, fetch.output());
        }
        Path output = folder.resolve("try.out");
        ProcessBuilder script = new ProcessBuilder("../scripts/try.sh", "--no-install")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        script.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + scratch);
        Process running = script.start();
        assertThat(running.waitFor()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains("Everything arrived.").doesNotContain("WRONG");
        assertThat(scratch).isEmptyDirectory();
        assertThat(running.descendants()).isEmpty();
    }
}
