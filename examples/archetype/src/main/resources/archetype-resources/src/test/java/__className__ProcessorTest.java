package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.LogBatch;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.ConfigContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.OwnershipContract;
import io.borescope.testing.TestSettings;
import org.junit.jupiter.api.Test;

/** The processor without an agent: the test kit makes batches, and keeps what is handed on. */
class ${className}ProcessorTest {
    private final TestSettings settings =
            new TestSettings("${type}", new HandClock(0, 0)).path(Signal.LOGS, Signal.LOGS);
    private final Collected<LogBatch> next = new Collected<>(Signal.LOGS);

    private ${className}Processor processor() {
        return new ${className}Processor(settings, new ${className}Config(null), next);
    }

    @Test
    void letsWhatIsWantedThroughAndCountsTheRest() throws Exception {
        LogBatch logs = OtelRecords.logs(
                "shop",
                OtelRecords.log(5, "debug", Attributes.EMPTY),
                OtelRecords.log(17, "error", Attributes.EMPTY));
        OwnershipContract.checkUnchanged(logs, () -> processor().consume(logs));
        assertThat(next.eventCount()).isEqualTo(1);
        assertThat(next.batches().toString()).contains("error").doesNotContain("debug");
        assertThat(settings.lost("filtered")).isEqualTo(1);
    }

    @Test
    void keepsToTheContracts() throws Exception {
        ComponentContract.check(this::processor);
        ConfigContract.check(${className}Config.class);
        assertThat(ConfigContract.problems(new ${className}Config(null))).isEmpty();
        assertThat(ConfigContract.problems(new ${className}Config(25))).hasSize(1);
    }
}
