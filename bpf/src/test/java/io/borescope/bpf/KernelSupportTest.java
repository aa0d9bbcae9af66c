package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
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
        write("proc/sys/net/core/bpf_jit_enable", "1\n");
        write("proc/sys/kernel/unprivileged_bpf_disabled", "2\n");
        write("proc/self/uid_map", "         0          0 4294967295\n");
        write("proc/self/mounts", "sysfs /sys sysfs rw 0 0\ntracefs /sys/kernel/tracing tracefs rw,nosuid 0 0\n");
        pidNamespace("pid:[4026531836]");
        capabilities(ALL);
    }

    @Test
    void findsNothingWrongWithAHostThatHasEverything() {
        assertThat(KernelSupport.check(host))
                .filteredOn(finding -> !finding.name().equals("libbpf"))
                .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.OK))
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
        assertThat(isOk(find("kernel"))).isEqualTo(ok);
        assertThat(find("kernel").found()).isEqualTo(release);
    }

    @Test
    void namesEachMissingCapability() throws IOException {
        capabilities(NONE);
        assertThat(isOk(find("CAP_BPF"))).isFalse();
        assertThat(isOk(find("CAP_PERFMON"))).isFalse();
        assertThat(find("CAP_PERFMON").remedy()).contains("AmbientCapabilities=CAP_BPF CAP_PERFMON");
        assertThat(isOk(find("perf events"))).isFalse();

        capabilities(BPF_AND_PERFMON);
        assertThat(isOk(find("CAP_BPF"))).isTrue();
        assertThat(isOk(find("CAP_PERFMON"))).isTrue();
        assertThat(isOk(find("perf events"))).isTrue();
    }

    @Test
    void takesCapSysAdminForBoth() throws IOException {
        capabilities("0000000000200000");
        assertThat(KernelSupport.check(host))
                .filteredOn(finding -> finding.name().startsWith("CAP_"))
                .hasSize(2)
                .allMatch(KernelSupportTest::isOk);
    }

    @Test
    void asksForTheKernelsTypes() throws IOException {
        Files.delete(host.resolve("sys/kernel/btf/vmlinux"));
        assertThat(isOk(find("BTF"))).isFalse();
        assertThat(find("BTF").remedy()).contains("CONFIG_DEBUG_INFO_BTF=y");
    }

    @Test
    void knowsThatLockdownMayForbidIt() throws IOException {
        write("sys/kernel/security/lockdown", "none integrity [confidentiality]\n");
        assertThat(isOk(find("lockdown"))).isFalse();
        Files.delete(host.resolve("sys/kernel/security/lockdown"));
        assertThat(isOk(find("lockdown"))).isTrue();
    }

    @Test
    void knowsThatCapabilitiesCountForNothingInAUserNamespace() throws IOException {
        write("proc/self/uid_map", "         0       1000          1\n");
        assertThat(find("user namespace").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(find("user namespace").found()).isEqualTo("one of its own, with the ids 0 1000 1");
    }

    @Test
    void asksForTheHostsPids() throws IOException {
        Files.delete(host.resolve("proc/self/ns/pid"));
        pidNamespace("pid:[4026532561]");
        assertThat(find("pid namespace").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(find("pid namespace").found()).contains("pid:[4026532561]");
        assertThat(find("pid namespace").remedy()).contains("hostPID: true", "--pid=host");
    }

    @Test
    void warnsWhereOnlySomeProbesOrSpeedAreMissing() throws IOException {
        write("proc/self/mounts", "sysfs /sys sysfs rw 0 0\n");
        assertThat(find("tracefs").outcome()).isEqualTo(Outcome.WARNING);
        assertThat(find("tracefs").remedy()).contains("mount -t tracefs");

        write("proc/sys/net/core/bpf_jit_enable", "0\n");
        assertThat(find("BPF JIT").outcome()).isEqualTo(Outcome.WARNING);
        Files.delete(host.resolve("proc/sys/net/core/bpf_jit_enable"));
        assertThat(find("BPF JIT")).isEqualTo(Finding.ok("BPF JIT", "not readable by this user"));
    }

    @Test
    void survivesAHostWithoutAnyOfTheFiles() throws IOException {
        Path nothing = Files.createDirectory(host.resolve("nothing"));
        assertThat(KernelSupport.check(nothing)).hasSameSizeAs(KernelSupport.check(host));
    }

    private static boolean isOk(Finding finding) {
        return finding.outcome() == Outcome.OK;
    }

    private void pidNamespace(String name) throws IOException {
        Path link = host.resolve("proc/self/ns/pid");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(name));
    }

    private Finding find(String name) {
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
