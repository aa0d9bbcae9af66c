package io.borescope.processor.slotwindow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotWindowConfigTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static List<String> problems(SlotWindowConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }

    private static SlotWindowConfig withSlot(@Nullable SlotConfig slot) {
        return new SlotWindowConfig(SECOND, slot, SECOND, SECOND, 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-12-01T12:00:23Z", "1606824023", "2020-12-01T13:00:23+01:00"})
    void readsGenesisAsATimeOrAsSeconds(String genesis) {
        SlotConfig slot = new SlotConfig(genesis, Duration.ofSeconds(12));

        assertThat(problems(withSlot(slot))).isEmpty();
        assertThat(slot.toSlotClock().genesisEpochNanos()).isEqualTo(1_606_824_023_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "-5", "99999999999999", "1955-01-01T00:00:00Z", "9999999999", ""})
    void refusesAGenesisThatIsNone(String genesis) {
        assertThat(problems(withSlot(new SlotConfig(genesis, Duration.ofSeconds(12)))))
                .singleElement()
                .asString()
                .startsWith("slot.genesis: ");
    }

    @Test
    void refusesValuesOutOfRangeEachAtItsKey() {
        SlotWindowConfig config =
                new SlotWindowConfig(Duration.ofMillis(9), null, Duration.ofSeconds(-1), Duration.ofMillis(99), 16);

        assertThat(problems(config))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly("interval", "grace", "idle_timeout");
    }

    @Test
    void windowsThatWaitForTheirGraceMustFit() {
        assertThat(problems(new SlotWindowConfig(Duration.ofMillis(10), null, SECOND, SECOND, 101)))
                .containsExactly(
                        "max_open_windows: 101 is out of range. With this interval and grace use 102 to 4096.");
        assertThat(problems(new SlotWindowConfig(Duration.ofMillis(10), null, SECOND, SECOND, 102)))
                .isEmpty();
    }

    @Test
    void anIntervalLongerThanASlotIsAProblem() {
        assertThat(problems(withSlot(new SlotConfig("0", Duration.ofMillis(500)))))
                .containsExactly("interval: PT1S is longer than a slot of PT0.5S.");
    }
}
