package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0s, 0s",
        "200ms, 200ms",
        "1500ms, 1500ms",
        "90s, 90s",
        "1m30s, 90s",
        "120s, 2m",
        "1h, 1h",
        "36h, 36h",
        "30d, 30d",
        "24h, 1d",
        "10us, 10us",
        "1ns, 1ns"
    })
    void writesADurationAsUsersWould(String text, String written) {
        Duration duration = Durations.parse(text);
        assertThat(Durations.text(duration)).isEqualTo(written);
        assertThat(Durations.parse(Durations.text(duration))).isEqualTo(duration);
    }
}
