package io.borescope.receiver.hostspecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.receiver.hostspecs.LogicalCpu.CoreType;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CpusTest {
    @TempDir
    Path root;

    private HostTree host = new HostTree(Path.of("unset"));

    @BeforeEach
    void makeHost() {
        host = new HostTree(root);
    }

    private Cpus cpus() {
        return Cpus.read(host.files());
    }

    /** Four performance cores with two threads each, four efficiency cores. */
    private void hybrid() {
        for (int id = 0; id < 12; id++) {
            host.cpu(id, id < 8 ? id / 2 : id, 0);
        }
        host.file("sys/devices/system/cpu/cpufreq/policy0/x", "").file("sys/devices/system/cpu/cpuidle/x", "");
        host.file("proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: A Hybrid (TM) CPU\n");
    }

    @Test
    void aHybridProcessorByItsPerformanceCounters() {
        hybrid();
        host.file("sys/devices/cpu_core/cpus", "0-7\n").file("sys/devices/cpu_atom/cpus", "8-11\n");

        Cpus cpus = cpus();

        assertThat(cpus.model()).isEqualTo("A Hybrid (TM) CPU");
        assertThat(cpus.vendor()).isEqualTo("GenuineIntel");
        assertThat(cpus.logicalCores()).isEqualTo(12);
        assertThat(cpus.onlineCores()).isEqualTo(12);
        assertThat(cpus.physicalCores()).isEqualTo(8);
        assertThat(cpus.cores(CoreType.PERFORMANCE)).isEqualTo(8);
        assertThat(cpus.cores(CoreType.EFFICIENCY)).isEqualTo(4);
        assertThat(cpus.cores(CoreType.UNKNOWN)).isZero();
    }

    @Test
    void whatTheKernelSaysOfACoreComesFirst() {
        hybrid();
        host.file("sys/devices/cpu_core/cpus", "0-11\n")
                .cpu(10, "topology/core_type", "1")
                .cpu(11, "topology/core_type", "64");

        Cpus cpus = cpus();

        assertThat(cpus.cores(CoreType.EFFICIENCY)).isEqualTo(1);
        assertThat(cpus.cores(CoreType.PERFORMANCE)).isEqualTo(11);
    }

    @Test
    void cpusAreSortedByNumberAndNotByName() {
        hybrid();
        assertThat(cpus().logical()).extracting(LogicalCpu::id).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void offlineCpusAreThereButNotOnline() {
        hybrid();
        host.cpu(0, "online", "1").cpu(3, "online", "0").cpu(4, "online", "0");

        Cpus cpus = cpus();

        assertThat(cpus.logicalCores()).isEqualTo(12);
        assertThat(cpus.onlineCores()).isEqualTo(10);
        assertThat(cpus.logical().get(3).online()).isFalse();
        assertThat(cpus.logical().get(5).online()).isTrue();
    }

    @Test
    void socketsWithTheSameCoreNumbersAreToldApart() {
        for (int id = 0; id < 8; id++) {
            host.cpu(id, id % 2, id / 4);
        }
        assertThat(cpus().physicalCores()).isEqualTo(4);
    }

    @Test
    void armSaysItsHardwareAndFrequencies() {
        host.file("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 48.00\n\nprocessor\t: 1\n\nHardware\t: A Board\n");
        for (int id = 0; id < 2; id++) {
            host.cpu(id, "topology/core_id", Integer.toString(id))
                    .cpu(id, "topology/physical_package_id", "-1")
                    .cpu(id, "topology/cluster_id", "65535")
                    .cpu(id, "cpufreq/cpuinfo_max_freq", "2400000");
        }

        Cpus cpus = cpus();

        assertThat(cpus.model()).isEqualTo("A Board");
        assertThat(cpus.vendor()).isEqualTo("unknown");
        assertThat(cpus.physicalCores()).isEqualTo(2);
        assertThat(cpus.logical().getFirst())
                .isEqualTo(new LogicalCpu(0, 0, -1, -1, -1, CoreType.UNKNOWN, true, 2_400_000, 0));
    }

    @Test
    void aVirtualMachineWithoutTopology() {
        host.file(
                "proc/cpuinfo", "processor : 0\nmodel name : QEMU\nprocessor : 1\nmodel name : QEMU\nprocessor : 2\n");
        host.file("sys/devices/system/cpu/online", "0,2\n");

        Cpus cpus = cpus();

        assertThat(cpus.logical()).isEmpty();
        assertThat(cpus.logicalCores()).isEqualTo(3);
        assertThat(cpus.onlineCores()).isEqualTo(2);
        assertThat(cpus.physicalCores()).isEqualTo(2);
    }

    @Test
    void aHostThatSaysNothingHasOneCpu() {
        assertThat(cpus().logicalCores()).isOne();
        assertThat(cpus().onlineCores()).isOne();
        assertThat(cpus().physicalCores()).isOne();
        assertThat(cpus().model()).isEmpty();
    }

    @Test
    void strangeValuesAreUnknownOnes() {
        host.cpu(0, "topology/core_id", "x")
                .cpu(0, "topology/physical_package_id", "99999999999999999999")
                .cpu(0, "topology/die_id", "-7")
                .cpu(0, "topology/cluster_id", "")
                .cpu(0, "topology/core_type", "performance")
                .cpu(0, "cpufreq/cpuinfo_max_freq", "-5")
                .cpu(0, "cpufreq/base_frequency", "<unknown>")
                .cpu(0, "online", "maybe");
        host.file("sys/devices/cpu_core/cpus", "all,5-2,-,70000-80000,4-\n").file("sys/devices/system/cpu/cpux/y", "");

        assertThat(cpus().logical()).containsExactly(new LogicalCpu(0, -1, -1, -1, -1, CoreType.UNKNOWN, true, 0, 0));
    }

    @Test
    void listsOfCpus() {
        assertThat(CpuList.parse("0-3,8,10-11").stream()).containsExactly(0, 1, 2, 3, 8, 10, 11);
        assertThat(CpuList.parse("").isEmpty()).isTrue();
        assertThat(CpuList.parse("3-1,a-b,5-,99999999").isEmpty()).isTrue();
    }
}
