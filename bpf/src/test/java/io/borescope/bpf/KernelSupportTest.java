package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KernelSupportTest {
    private static final String ALL = "000001ffffffffff";
    private static final String BPF_AND_PERFMON = "000000c000000000";
    private static final String NONE = "0000000000000000";

    @TempDir
    private Path host;

    @BeforeEach
    void aHostThatHasEverything() throws IOException {
        write("proc/sys/kernel/osrelease", "6.1.0-28-cloud-amd64\n");
        write("proc/sys/kernel/perf_event_paranoid", "3\n");
        write("sys/kernel/btf/vmlinux", "");
        write("sys/kernel/security/lockdown", "[none] integrity confidentiality\n");
        capabilities(ALL);
    }

    @Test
    void findsNothingWrongWithAHostThatHasEverything() {
        assertThat(KernelSupport.check(host))
                .filteredOn(finding -> !finding.name().equals("libbpf"))
                .allMatch(KernelSupport.Finding::ok)
                .allMatch(finding -> finding.remedy().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "4.19.0-27-amd64, false",
        "5.4.0, false",
        "5.9.16, false",
        "5.10.0-33-cloud-amd64, true",
        "6.18.44, true",
        "10.0-rc1, true",
        "unknown, false"
    })
    void asksForLinux510(String release, boolean ok) throws IOException {
        write("proc/sys/kernel/osrelease", release);
        assertThat(find("kernel").ok()).isEqualTo(ok);
        assertThat(find("kernel").found()).isEqualTo(release);
    }

    @Test
    void namesEachMissingCapability() throws IOException {
        capabilities(NONE);
        assertThat(find("CAP_BPF").ok()).isFalse();
        assertThat(find("CAP_PERFMON").ok()).isFalse();
        assertThat(find("CAP_PERFMON").remedy()).contains("AmbientCapabilities=CAP_BPF CAP_PERFMON");
        assertThat(find("perf events").ok()).isFalse();

        capabilities(BPF_AND_PERFMON);
        assertThat(find("CAP_BPF").ok()).isTrue();
        assertThat(find("CAP_PERFMON").ok()).isTrue();
        assertThat(find("perf events").ok()).isTrue();
    }

    @Test
    void takesCapSysAdminForBoth() throws IOException {
        capabilities("0000000000200000");
        assertThat(KernelSupport.check(host))
                .filteredOn(finding -> finding.name().startsWith("CAP_"))
                .hasSize(2)
                .allMatch(KernelSupport.Finding::ok);
    }

    @Test
    void asksForTheKernelsTypes() throws IOException {
        Files.delete(host.resolve("sys/kernel/btf/vmlinux"));
        assertThat(find("BTF").ok()).isFalse();
        assertThat(find("BTF").remedy()).contains("CONFIG_DEBUG_INFO_BTF=y");
    }

    @Test
    void knowsThatLockdownMayForbidIt() throws IOException {
        write("sys/kernel/security/lockdown", "none integrity [confidentiality]\n");
        assertThat(find("lockdown").ok()).isFalse();
        Files.delete(host.resolve("sys/kernel/security/lockdown"));
        assertThat(find("lockdown").ok()).isTrue();
    }

    @Test
    void survivesAHostWithoutAnyOfTheFiles() throws IOException {
        Path nothing = Files.createDirectory(host.resolve("nothing"));
        assertThat(KernelSupport.check(nothing)).hasSameSizeAs(KernelSupport.check(host));
    }

    private KernelSupport.Finding find(String name) {
        return KernelSupport.check(host).stream()
                .filter(finding -> finding.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void capabilities(String effective) throws IOException {
        write(
                "proc/self/status",
                "Name:\tjava\nCapPrm:\t" + ALL + "\nCapEff:\t" + effective + "\nCapBnd:\t" + ALL + "\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = host.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
