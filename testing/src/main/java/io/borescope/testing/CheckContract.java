package io.borescope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks what every {@link Check} must keep to. */
public final class CheckContract {
    private CheckContract() {}

    /**
     * Runs a check twice, as it must take back all it did, and looks at its findings and for threads, files and sockets left behind.
     *
     * @return the findings of the second run
     */
    public static List<Finding> check(Check check) throws InterruptedException {
        List<String> first = names(run(check));
        OpenResources before = OpenResources.now(); // what a library makes once and keeps is there by now
        List<Finding> findings = run(check);
        assertThat(names(findings)).as("what is looked at").isEqualTo(first);
        assertThat(check.stage()).isNotNull();
        assertThat(findings).isNotEmpty().allSatisfy(CheckContract::isReadable);

        before.assertNothingWasAdded();
        return findings;
    }

    /** What a check tells when nobody asks about a process. */
    private static List<Finding> run(Check check) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        check.run(new CheckSettings(Optional.empty()), findings::add);
        return findings;
    }

    private static List<String> names(List<Finding> findings) {
        return findings.stream().map(Finding::name).toList();
    }

    private static void isReadable(Finding finding) {
        assertThat(finding.name()).isNotBlank();
        assertThat(finding.found()).isNotBlank().doesNotContain("\n");
        if (finding.outcome() == Outcome.OK || finding.outcome() == Outcome.SKIPPED) {
            assertThat(finding.remedy()).as("remedy where nothing is wrong").isEmpty();
        } else {
            assertThat(finding.remedy()).as("remedy of %s", finding).endsWith(".");
        }
    }
}
