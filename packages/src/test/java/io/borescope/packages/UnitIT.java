package io.borescope.packages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The systemd unit, as systemd reads it. Whether the agent runs under it is seen by {@link DebIT}. */
final class UnitIT {
    @BeforeAll
    static void needSystemd() {
        Assumptions.assumeTrue(Command.exists("systemd-analyze"), "no systemd-analyze here");
    }

    @Test
    void isExposedLittle() throws Exception {
        assertThat(Command.run(
                        "systemd-analyze",
                        "security",
                        "--offline=yes",
                        "--no-pager",
                        "--threshold=25",
                        Packages.UNIT.toString()))
                .contains("Overall exposure level for borescope.service");
    }

    @Test
    void isUnderstoodWhereItIsInstalled() throws Exception {
        try (Sandbox machine = Sandbox.open()) {
            machine.run("dpkg", "--install", "/mnt/" + Packages.deb().getFileName());
            assertThat(machine.run(
                            "systemd-analyze", "verify", "--man=no", "/usr/lib/systemd/system/borescope.service"))
                    .doesNotContain("borescope.service");
        }
    }
}
