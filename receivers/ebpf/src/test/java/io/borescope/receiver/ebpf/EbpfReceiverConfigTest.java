package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.ByteSize;
import io.borescope.bpf.ProbeGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class EbpfReceiverConfigTest {
    @Test
    void enablesEveryGroupThatIsNotListed() {
        EbpfReceiverConfig config = withProbes(Map.of("syscall_read", new ProbeConfig(false)));

        assertThat(problems(config)).isEmpty();
        assertThat(config.enabledGroups())
                .hasSize(ProbeGroup.values().length - 1)
                .doesNotContain(ProbeGroup.SYSCALL_READ);
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void takesAListedGroupAsEnabled() {
        assertThat(withProbes(Map.of("scheduler", new ProbeConfig(null))).enabledGroups())
                .contains(ProbeGroup.SCHEDULER);
    }

    @Test
    void namesTheGroupsThereAreWhereOneIsUnknown() {
        assertThat(problems(withProbes(Map.of("syscall_raed", new ProbeConfig(true)))))
                .containsExactly(
                        "probes.syscall_raed: there is no such probe group. There are: syscall_read, syscall_write,"
                                + " syscall_futex, syscall_mmap, syscall_epoll_wait, syscall_fsync, syscall_fdatasync, syscall_pwrite,"
                                + " scheduler.");
    }

    @Test
    void refusesToObserveNothing() {
        Map<String, ProbeConfig> none = Arrays.stream(ProbeGroup.values())
                .collect(Collectors.toMap(ProbeGroup::label, group -> new ProbeConfig(false)));

        assertThat(problems(withProbes(none))).singleElement().asString().startsWith("probes: disables every group");
    }

    @Test
    void refusesSizesThatCannotWork() {
        EbpfReceiverConfig config =
                new EbpfReceiverConfig(Map.of(), ByteSize.ofMebibytes(3), 3, Duration.ofNanos(1), 0);

        assertThat(problems(config))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly("ring_buffer_size", "rings", "cpu_tick", "batch_size");
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static EbpfReceiverConfig withProbes(Map<String, ProbeConfig> probes) {
        return new EbpfReceiverConfig(probes, null, null, null, null);
    }

    private static List<String> problems(EbpfReceiverConfig config) {
        List<String> found = new ArrayList<>();
        config.validate((key, format, arguments) -> found.add(key + ": " + format.formatted(arguments)));
        return found;
    }
}
