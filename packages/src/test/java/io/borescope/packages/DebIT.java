package io.borescope.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The .deb, installed by dpkg as an administrator does. */
final class DebIT {
    private static final String CONFIG = "/etc/borescope/borescope.yaml";
    private static final Pattern SUMMARY = Pattern.compile(
            "Seen: ([0-9,]+) events\\s+metrics/services -> debug: exported ([0-9,]+), held 0, lost ([0-9,]+)");

    private Sandbox machine;
    private String deb;

    @BeforeEach
    void install() throws Exception {
        machine = Sandbox.open();
        deb = "/mnt/" + Packages.deb().getFileName();
        machine.run("dpkg", "--install", deb);
    }

    @AfterEach
    void close() throws Exception {
        if (machine != null) {
            machine.close();
        }
    }

    @Test
    void runsWithItsOwnJavaAndAcceptsItsConfiguration() throws Exception {
        assertThat(machine.run("env", Packages.WITH_THE_CACHE, "borescope", "--version"))
                .contains(Files.readString(Packages.DISTRIBUTION.resolve("VERSION"))
                        .strip());
        machine.run("borescope", "validate", "--config", CONFIG);
        assertThat(machine.run("stat", "--format", "%U:%G %a", "/var/lib/borescope", "/etc/default/borescope"))
                .isEqualTo("borescope:borescope 750\nroot:root 600\n");
        assertThat(machine.run("getent", "passwd", "borescope")).contains(":/var/lib/borescope:/usr/sbin/nologin");
    }

    @Test
    void countsExactlyUnderTheRestrictionsOfItsUnit() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        try (Workload workload = Workload.start("calls", 1, 2300)) {
            Files.writeString(machine.file(CONFIG), """
                    receivers:
                      process: {include: [{pid: %d}]}
                      ebpf: {probes: {syscall_write: {required: true}}}
                    processors:
                      client_tag: {fallback: name}
                      slot_window: {interval: 1h}
                      aggregate:
                    exporters: {debug: }
                    service:
                      pipelines:
                        metrics/services:
                          receivers: [process, ebpf]
                          processors: [client_tag, slot_window, aggregate]
                          exporters: [debug]
                    """.formatted(workload.pid()));
            Files.copy(Path.of("src/test/as-service.sh"), machine.file("/run/as-service.sh"));
            try (Command agent = machine.start(
                    "unshare",
                    "--mount",
                    "/run/as-service.sh",
                    "/usr/lib/systemd/system/borescope.service",
                    "run",
                    "--config",
                    CONFIG)) {
                agent.awaitOutput(printed -> printed.contains("Everything is ready."));
                assertThat(Files.readString(Path.of("/proc/" + agent.pid() + "/status")))
                        .contains("CapEff:\t000000c000000000", "CapBnd:\t000000c000000000", "NoNewPrivs:\t1");

                workload.release();
                workload.awaitEnd();
                agent.terminate();

                assertThat(agent.awaitEnd()).as(agent.output()).isZero();
                assertThat(agent.output()).containsPattern("syscall_write +2,300 ");
                Matcher summary = SUMMARY.matcher(agent.output());
                assertThat(summary.find()).as(agent.output()).isTrue();
                assertThat(number(summary.group(1)))
                        .isEqualTo(number(summary.group(2)) + number(summary.group(3)))
                        .isGreaterThanOrEqualTo(2_300);
            }
        }
    }

    private static long number(String printed) {
        return Long.parseLong(printed.replace(",", ""));
    }

    @Test
    void keepsWhatAnAdministratorChangedWhenItIsUpgraded() throws Exception {
        Files.writeString(machine.file(CONFIG), Files.readString(machine.file(CONFIG)) + "# ours\n");
        machine.run("sh", "-c", """
                set -e
                dpkg-deb --raw-extract %s /tmp/newer
                sed -i 's/^Version: .*/Version: 99.0/' /tmp/newer/DEBIAN/control
                dpkg-deb --root-owner-group -Znone --build /tmp/newer /tmp/newer.deb
                dpkg --install /tmp/newer.deb
                """.formatted(deb));

        assertThat(machine.run("dpkg-query", "--show", "borescope")).isEqualTo("borescope\t99.0\n");
        assertThat(Files.readString(machine.file(CONFIG))).endsWith("# ours\n");
        machine.run("borescope", "--version");
    }

    @Test
    void leavesNothingBehindWhenItIsPurged() throws Exception {
        String files = machine.run("dpkg-query", "--listfiles", "borescope");
        assertThat(files).contains("/usr/bin/borescope", "/usr/lib/systemd/system/borescope.service");
        Files.createFile(machine.file("/var/lib/borescope/queue.db"));

        machine.run("dpkg", "--remove", "borescope");
        assertThat(machine.file("/usr/lib/borescope")).doesNotExist();
        assertThat(machine.file(CONFIG)).exists();
        assertThat(machine.file("/var/lib/borescope/queue.db")).exists();

        machine.run("dpkg", "--purge", "borescope");
        assertThat(machine.file("/etc/borescope")).doesNotExist();
        assertThat(machine.file("/etc/default/borescope")).doesNotExist();
        assertThat(machine.file("/var/lib/borescope")).doesNotExist();
        assertThat(machine.file("/var/cache/borescope")).doesNotExist();
    }
}
