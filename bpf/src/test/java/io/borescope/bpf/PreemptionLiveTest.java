package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.testing.LiveKernel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PreemptionLiveTest {
    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    /** By the kernel's history: commit a46023d5616e. */
    @Tag("every_kernel")
    @Test
    void isFoundFromLinux7On() throws IOException {
        String release = KernelFile.read(Path.of("/proc/sys/kernel/osrelease"));
        int major = Integer.parseInt(release.substring(0, release.indexOf('.')));
        assertThat(Preemption.atTracepoints()).as(release).isEqualTo(major >= 7);
    }
}
