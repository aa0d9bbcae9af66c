package io.borescope.extension.clickhouseembedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueryTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0s, 2026-11-21T12:00:00Z",
        "90s, 2026-11-21T11:58:30Z",
        "5m, 2026-11-21T11:55:00Z",
        "2h, 2026-11-21T10:00:00Z",
        "7d, 2026-11-14T12:00:00Z",
        "2026-11-21T11:59:59.5Z, 2026-11-21T11:59:59.5Z",
    })
    void readsHowLongAgoOrWhen(String text, Instant when) {
        assertThat(QueryTime.parse(text, NOW)).isEqualTo(when);
    }

    /** What is proposed to the user has to reach back far enough, and not needlessly far. */
    @Test
    void writesALengthThatReachesBackFarEnough() {
        Random random = new Random(23);
        for (int i = 0; i < 2_300; i++) {
            Duration length = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 36)));
            Duration read = QueryTime.parseDuration(QueryTime.format(length));
            assertThat(read)
                    .isGreaterThanOrEqualTo(length)
                    .isLessThanOrEqualTo(length.multipliedBy(2).plusSeconds(1));
        }
        assertThat(QueryTime.format(Duration.ofSeconds(67))).isEqualTo("67s");
        assertThat(QueryTime.format(Duration.ofMinutes(61))).isEqualTo("61m");
        assertThat(QueryTime.format(Duration.ofHours(3).plusSeconds(1))).isEqualTo("4h");
        assertThat(QueryTime.format(Duration.ofDays(9))).isEqualTo("9d");
    }
}
