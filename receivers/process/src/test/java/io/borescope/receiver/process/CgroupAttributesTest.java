package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CgroupAttributesTest {
    private static final String ID = "b5b7d84f6fb0a7f9b8bd0fbb1ffcfec6f2a36d3f2a8f4f9e8f1d5e0c9a7b6c5d";
    private static final String OTHER_ID = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static final String UID = "c0a4b3d2-1e5f-4a6b-8c7d-9e0f1a2b3c4d";
    private static final String UID_IN_SLICES = UID.replace('-', '_');

    /** Paths as the engines make them; ID, UID and UID_ stand for the long numbers. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "docker, systemd driver               | /system.slice/docker-ID.scope                     | ID | | docker-ID.scope |",
                "docker, cgroupfs driver              | /docker/ID                                        | ID | | |",
                "docker, namespace of its own         | /../docker-ID.scope                               | ID | | docker-ID.scope |",
                "docker, rootless                     | /user.slice/user-1000.slice/user@1000.service/user.slice/docker-ID.scope | ID | | user@1000.service | docker-ID.scope",
                "docker in docker                     | /docker/OTHER/docker/ID                           | ID | | |",
                "podman                               | /machine.slice/libpod-ID.scope                    | ID | | libpod-ID.scope |",
                "podman, split cgroups                | /machine.slice/libpod-ID.scope/container          | ID | | libpod-ID.scope |",
                "podman, rootless                     | /user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope/container | ID | | user@1000.service | libpod-ID.scope",
                "podman, quadlet                      | /system.slice/geth.service/libpod-payload-ID      | ID | | geth.service |",
                "podman's monitor                     | /machine.slice/libpod-conmon-ID.scope             |    | | libpod-conmon-ID.scope |",
                "podman, cgroupfs driver              | /libpod_parent/libpod-ID                          | ID | | |",
                "nerdctl                              | /system.slice/nerdctl-ID.scope                    | ID | | nerdctl-ID.scope |",
                "containerd without Kubernetes        | /default/ID                                       | ID | | |",
                "kubernetes, systemd, containerd      | /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID_.slice/cri-containerd-ID.scope | ID | UID | cri-containerd-ID.scope |",
                "kubernetes, systemd, guaranteed      | /kubepods.slice/kubepods-podUID_.slice/cri-containerd-ID.scope | ID | UID | cri-containerd-ID.scope |",
                "kubernetes, systemd, CRI-O           | /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUID_.slice/crio-ID.scope | ID | UID | crio-ID.scope |",
                "kubernetes, CRI-O's monitor          | /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUID_.slice/crio-conmon-ID.scope | | UID | crio-conmon-ID.scope |",
                "kubernetes, systemd, docker          | /kubepods.slice/kubepods-podUID_.slice/docker-ID.scope | ID | UID | docker-ID.scope |",
                "kubernetes, cgroupfs                 | /kubepods/burstable/podUID/ID                     | ID | UID | |",
                "kubernetes, cgroupfs, guaranteed     | /kubepods/podUID/ID                               | ID | UID | |",
                "kubernetes, static pod               | /kubepods/burstable/pod0123456789abcdef0123456789abcdef/ID | ID | 0123456789abcdef0123456789abcdef | |",
                "kubernetes, containerd's own service | /system.slice/containerd.service/kubepods-burstable-podUID_.slice:cri-containerd:ID | ID | UID | containerd.service |",
                "kubernetes in docker (kind)          | /docker/OTHER/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-podUID_.slice/cri-containerd-ID.scope | ID | UID | cri-containerd-ID.scope |",
                "kubernetes, k3s in a VM              | /kubepods/besteffort/podUID/ID                    | ID | UID | |",
                "an init inside a container           | /docker/ID/init.scope                             | ID | | init.scope |",
                "ECS on Fargate                       | /ecs/0123456789abcdef0123456789abcdef/0123456789abcdef0123456789abcdef-2358965214 | 0123456789abcdef0123456789abcdef-2358965214 | | |",
                "ECS on EC2                           | /ecs/0123456789abcdef0123456789abcdef/ID          | ID | | |",
                "a service                            | /system.slice/geth.service                        |    | | geth.service |",
                "a template                           | /system.slice/system-geth.slice/geth@mainnet.service |  | | geth@mainnet.service |",
                "an escaped name                      | /system.slice/dev-disk-by\\x2duuid.swap           |    | | dev-disk-by\\x2duuid.swap |",
                "below a service                      | /system.slice/geth.service/workers/3              |    | | geth.service |",
                "a user's service                     | /user.slice/user-1000.slice/user@1000.service/app.slice/geth.service | | | user@1000.service | geth.service",
                "a user's application                 | /user.slice/user-1000.slice/user@1000.service/app.slice/app-org.gnome.Terminal.slice/vte-spawn-1.scope | | | user@1000.service | vte-spawn-1.scope",
                "a login                              | /user.slice/user-0.slice/session-3.scope          |    | | session-3.scope |",
                "the first process                    | /init.scope                                       |    | | init.scope |",
                "a machine                            | /machine.slice/machine-eth.scope/payload/system.slice/geth.service | | | machine-eth.scope |",
                "an LXC container                     | /lxc.payload.geth/system.slice/geth.service       |    | | geth.service |",
                "no more than a slice                 | /user.slice                                       |    | | |",
                "the root                             | /                                                 |    | | |",
                "63 digits                            | /docker/b5b7d84f6fb0a7f9b8bd0fbb1ffcfec6f2a36d3f2a8f4f9e8f1d5e0c9a7b6c5 | | | |",
                "a pod's name without its number      | /kubepods/burstable/pod-geth/x                    |    | | |"
            })
    void readsWhatEnginesWrite(String what, String path, String container, String pod, String unit, String userUnit) {
        Map<String, String> expected = new TreeMap<>();
        expect(expected, CgroupAttributes.CONTAINER_ID, container);
        expect(expected, CgroupAttributes.POD_UID, pod);
        expect(expected, CgroupAttributes.UNIT, unit);
        expect(expected, CgroupAttributes.USER_UNIT, userUnit);

        assertThat(CgroupAttributes.of(Cgroups.parse("0::" + full(path) + "\n")))
                .isEqualTo(expected);
    }

    private static void expect(Map<String, String> expected, String name, String value) {
        if (value != null) {
            expected.put(name, full(value));
        }
    }

    private static String full(String text) {
        return text.replace("OTHER", OTHER_ID)
                .replaceAll("\\bID\\b", ID)
                .replace("UID_", UID_IN_SLICES)
                .replace("podUID", "pod" + UID)
                .replaceAll("\\bUID\\b", UID);
    }

    @Test
    void findsWhatHierarchiesOfVersionOneSayWhereTheUnifiedOneIsTheRoot() {
        Cgroups hybrid = Cgroups.parse(
                "12:memory:/docker/" + ID + "\n1:name=systemd:/system.slice/docker-" + ID + ".scope\n0::/\n");

        assertThat(CgroupAttributes.of(hybrid))
                .isEqualTo(Map.of("container.id", ID, "systemd.unit", "docker-" + ID + ".scope"));
    }

    @Test
    void asksEveryHierarchyBecauseTheyNeedNotAgree() {
        Cgroups split = Cgroups.parse(
                "4:cpu,cpuacct:/\n3:pids:/user.slice\n1:name=systemd:/system.slice/geth.service\n0::/system.slice\n");

        assertThat(CgroupAttributes.of(split)).isEqualTo(Map.of("systemd.unit", "geth.service"));
    }
}
