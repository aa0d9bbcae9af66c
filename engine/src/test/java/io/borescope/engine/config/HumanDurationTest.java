package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HumanDurationTest {
    @ParameterizedTest
    @CsvSource({
        "100ms, PT0.1S",
        "1h 30m, PT1H30M",
        "90sec, PT1M30S",
        "2days, PT48H",
        "1min, PT1M",
        "5 minutes, PT5M",
        "0s, PT0S",
        "0, PT0S",
        "1hour 12min 5s, PT1H12M5S",
        "7usec, PT0.000007S"
    })
    void readsWhatRustReads(String text, Duration duration) {
        assertThat(HumanDuration.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "5", "1h-", "3fortnights", "-1s", "999999999999999999d"})
    void refusesTheRest(String text) {
        assertThat(HumanDuration.parse(text)).isEmpty();
    }
}
