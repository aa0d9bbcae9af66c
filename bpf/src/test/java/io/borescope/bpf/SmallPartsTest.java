package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SmallPartsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0; [0]", "0-3; [0, 1, 2, 3]", "0-1,4,6-7; [0, 1, 4, 6, 7]"})
    void readsTheKernelsNotationForCpus(String list, String cpus) {
        assertThat(CpuList.parse(list)).hasToString(cpus);
    }

    @Test
    void namesErrnosAndSaysWhatToDo() {
        assertThat(Errno.nameOf(1)).isEqualTo("EPERM");
        assertThat(Errno.remedyFor(1)).contains("CAP_BPF and CAP_PERFMON").contains("RLIMIT_MEMLOCK");
        assertThat(Errno.nameOf(524)).isEqualTo("ENOTSUPP");
        assertThat(Errno.nameOf(71)).isEqualTo("errno 71");
        assertThat(Errno.remedyFor(71)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -4})
    void wantsAPowerOfTwoOfRings(int rings) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RingOptions(rings, 4096));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2048, 5000, -4096})
    void wantsRingsOfAPowerOfTwoOfPages(int bytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RingOptions(1, bytes));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrackerOptions(bytes));
    }

    @Test
    void readsASettingOfTheKernelWhole() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/sys")), "not Linux");
        // What Files.readString makes of it is its first digit.
        assertThat(Integer.parseInt(KernelFile.read(Path.of("/proc/sys/kernel/pid_max"))))
                .isGreaterThan(300);
    }

    /** The other clock is the scheduler's too, of one thread of this process. */
    @Test
    void theProcessUsesAtLeastWhatOneOfItsThreadsUses() {
        ProcessCpuTime process = new ProcessCpuTime();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long processBefore = process.getAsLong();
        long threadBefore = threads.getCurrentThreadCpuTime();
        while (threads.getCurrentThreadCpuTime() - threadBefore < 3_000_000) {
            Thread.onSpinWait();
        }
        assertThat(process.getAsLong() - processBefore).isGreaterThanOrEqualTo(3_000_000);
    }
}
