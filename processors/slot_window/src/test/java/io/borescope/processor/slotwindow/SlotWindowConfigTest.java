package io.borescope.processor.slotwindow;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.time.SlotConfig;
import io.borescope.api.time.SlotNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

    @Test
    void problemsOfTheSlotStandBelowIt() {
        assertThat(problems(withSlot(new SlotConfig(null, "yesterday", null, null))))
                .singleElement()
                .asString()
                .startsWith("slot.genesis: ");
    }

    @Test
    void takesTheSlotsOfANetworkByItsName() {
        assertThat(problems(withSlot(SlotConfig.of(SlotNetwork.HOODI)))).isEmpty();
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
        assertThat(problems(withSlot(new SlotConfig(null, "0", Duration.ofMillis(500), null))))
                .containsExactly("interval: PT1S is longer than a slot of PT0.5S.");
    }
}
