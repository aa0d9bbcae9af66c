package io.borescope.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.BoundedPattern.Outcome;
import org.junit.jupiter.api.Test;

class BoundedPatternTest {
    @Test
    void findsWhatTheExpressionDescribes() {
        BoundedPattern pattern = BoundedPattern.compile("--datadir[= ]\\S+");
        assertThat(pattern.find("geth --datadir /data")).isEqualTo(Outcome.FOUND);
        assertThat(pattern.find("geth --data")).isEqualTo(Outcome.NOT_FOUND);
    }

    @Test
    void givesUpOnAnExpressionThatBacktracksWithoutEnd() {
        assertThat(BoundedPattern.compile("(a*)*b").find("a".repeat(10_000))).isEqualTo(Outcome.GAVE_UP);
    }

    @Test
    void givesUpWhereTheStackWouldNotSuffice() {
        assertThat(BoundedPattern.compile("(x|y)*z").find("xy".repeat(200_000))).isEqualTo(Outcome.GAVE_UP);
    }
}
