package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.api.diagnosis.Stage;
import io.borescope.api.diagnosis.Subject;
import io.borescope.bpf.KernelSupport;
import io.borescope.testing.CheckContract;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The checks of {@code borescope doctor} on this machine's kernel. */
final class ChecksLiveTest {
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static final EbpfReceiverConfig CONFIG =
            new EbpfReceiverConfig(Map.of(), null, null, null, null, null, null, null, null, Map.of(), null, null);

    @BeforeAll
    static void needAKernelThatWeMayTrace() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void keepToTheContract() throws Exception {
        List<Check> checks = new EbpfReceiverFactory().checks(CONFIG);
        assertThat(checks).extracting(Check::stage).containsExactly(Stage.HOST, Stage.PROBES, Stage.EVENTS);
        for (Check check : checks) {
            assertThat(CheckContract.check(check)).allMatch(finding -> finding.outcome() != Outcome.FAILED);
        }
    }

    @Test
    void everyKnownCallArrives() throws Exception {
        List<Finding> findings = CheckContract.check(new EventsCheck(CONFIG));
        assertThat(findings)
                .filteredOn(finding -> finding.name().startsWith("syscall_"))
                .hasSize(6)
                .allSatisfy(finding -> assertThat(finding.found()).isEqualTo("23 of 23 arrived"));
    }

    @Test
    void countsTheEventsOfAProcessFromItsBeginToItsEnd() throws Exception {
        try (Workload workload = Workload.start("calls", 1, 2300)) {
            Subject subject = new Subject(workload.pid(), () -> release(workload), Duration.ofMinutes(1));
            List<Finding> findings = new ArrayList<>();
            new EventsCheck(CONFIG).run(new CheckSettings(Optional.of(subject)), findings::add);

            assertThat(findings)
                    .filteredOn(finding -> finding.name().equals("process " + workload.pid()))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.OK));
        }
    }

    private static void release(Workload workload) {
        try {
            workload.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
