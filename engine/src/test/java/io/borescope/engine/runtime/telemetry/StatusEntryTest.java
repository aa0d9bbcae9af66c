package io.borescope.engine.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.component.ComponentId;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.testing.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusEntryTest {
    private final HandClock clock = new HandClock(0, 1_000);
    private final StatusEntry entry =
            new StatusEntry(ComponentKey.shared(ComponentKind.RECEIVER, ComponentId.parse("ebpf")), clock, _ -> {});

    @Test
    void keepsWhatAComponentSaidWhileItStarted() {
        entry.starting();
        entry.recoverable("no BTF");
        entry.started();

        assertThat(entry.status().state()).isEqualTo(State.RECOVERABLE);
        assertThat(entry.status().message()).isEqualTo("no BTF");
    }

    @Test
    void isWellAfterAStartWithoutReports() {
        entry.starting();
        entry.started();

        assertThat(entry.status().state()).isEqualTo(State.OK);
    }

    @Test
    void keepsTheTimeOfTheChangeWhileOnlyTheMessageChanges() {
        entry.recoverable("connection refused");
        clock.advance(Duration.ofNanos(50));
        entry.recoverable("connection reset");

        assertThat(entry.status().sinceEpochNanos()).isEqualTo(1_000);
        assertThat(entry.status().message()).isEqualTo("connection reset");
    }
}
