package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CgroupsTest {
    private static final String VERSION_2 = "0::/system.slice/geth.service\n";
    private static final String VERSION_1 = """
            9:name=systemd:/system.slice/geth.service
            4:memory:/kubepods/pod1/c1
            3:cpu,cpuacct:/kubepods/pod1/c1
            """;
    private static final String HYBRID = """
            4:memory:/docker/0a1b
            1:name=systemd:/
            0::/
            """;

    @Test
    void prefersThePathOfVersion2() {
        assertThat(Cgroups.parse(VERSION_2).path()).isEqualTo("/system.slice/geth.service");
        assertThat(Cgroups.parse(VERSION_1 + "0::/user.slice\n").path()).isEqualTo("/user.slice");
    }

    @Test
    void takesAControllersPathWhereVersion2SaysNothing() {
        assertThat(Cgroups.parse(VERSION_1).path()).isEqualTo("/system.slice/geth.service");
        assertThat(Cgroups.parse(HYBRID).path()).isEqualTo("/docker/0a1b");
        assertThat(Cgroups.parse("0::/\n").path()).isEqualTo("/");
        assertThat(Cgroups.parse("4:memory:/\n").path()).isEqualTo("/");
        assertThat(Cgroups.parse("").path()).isEmpty();
    }

    @Test
    void liesWithinItsAncestorsOfBothVersions() {
        Cgroups hybrid = Cgroups.parse(VERSION_1 + VERSION_2);

        assertThat(hybrid.within("/kubepods")).isTrue();
        assertThat(hybrid.within("/kubepods/pod1/c1")).isTrue();
        assertThat(hybrid.within("/system.slice")).isTrue();
        assertThat(hybrid.within("/")).isTrue();
    }

    @Test
    void doesNotLieWithinACgroupWhoseNameOnlyBeginsAlike() {
        assertThat(Cgroups.parse(VERSION_1).within("/kubepods/pod")).isFalse();
        assertThat(Cgroups.parse(VERSION_2).within("/system.slice/geth")).isFalse();
    }

    @Test
    void keepsColonsInPaths() {
        assertThat(Cgroups.parse("0::/user.slice/app:x.scope\n").path()).isEqualTo("/user.slice/app:x.scope");
    }
}
