package io.borescope.processor.probabilisticsampler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdTest {
    /** The table of the specification: one in so many, with three, four and five digits. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 0",
        "2, 8, 8, 8",
        "3, aab, aaab, aaaab",
        "4, c, c, c",
        "5, ccd, cccd, ccccd",
        "8, e, e, e",
        "10, e66, e666, e6666",
        "16, f, f, f",
        "100, fd71, fd70a, fd70a4",
        "1000, ffbe7, ffbe77, ffbe76d",
        "10000, fff972, fff9724, fff97247",
        "100000, ffff584, ffff583a, ffff583a5",
        "1000000, ffffef4, ffffef39, ffffef391"
    })
    void isThatOfTheSpecification(int oneIn, String three, String four, String five) {
        double probability = 1.0 / oneIn;
        assertThat(Threshold.of(probability, 3)).hasToString(three);
        assertThat(Threshold.of(probability, 4)).hasToString(four);
        assertThat(Threshold.of(probability, 5)).hasToString(five);
    }

    /** As the Collector's: small shares are written in full, and zeros at the front of large ones are not counted either. */
    @ParameterizedTest
    @CsvSource({
        "0x1p-56, 3, ffffffffffffff",
        "0x2p-56, 3, fffffffffffffe",
        "0x8p-56, 3, fffffffffffff8",
        "0x10p-56, 3, fffffffffffff",
        "0x555555555555p-48, 14, aaaaaaaaaaab",
        "0xFFFBA98766p-40, 7, 000456789a",
        "0xFFFBA98766p-40, 6, 00045678a",
        "0xFFFBA98766p-40, 4, 0004568",
        "0xFFFBA98766p-40, 1, 0004",
        "0xEDCBA988p-32, 7, 1234568",
        "0xEDCBA988p-32, 6, 123456"
    })
    void roundsToSignificantDigits(String probability, int digits, String written) {
        assertThat(Threshold.of(Double.parseDouble(probability), digits)).hasToString(written);
    }

    @Test
    void whatIsTooSmallToBeWrittenKeepsNothing() {
        assertThat(Threshold.of(0x1p-57, 4)).isEqualTo(Threshold.NEVER);
        assertThat(Threshold.of(0, 4)).isEqualTo(Threshold.NEVER);
        assertThat(Threshold.of(Double.NaN, 4)).isEqualTo(Threshold.NEVER);
        assertThat(Threshold.of(2, 4)).isEqualTo(Threshold.ALWAYS);
        assertThat(Threshold.NEVER.keeps(0xff_ffff_ffff_ffffL)).isFalse();
        assertThat(Threshold.ALWAYS.keeps(0)).isTrue();
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        for (String text : new String[] {"0", "8", "c", "fd70a4", "00000cccccccd", "ffffffffffffff"}) {
            assertThat(Threshold.parse(text).orElseThrow()).hasToString(text);
        }
        assertThat(Threshold.parse("80000000000000").orElseThrow()).hasToString("8");
        assertThat(Threshold.parse("FD7").orElseThrow()).hasToString("fd7");
        assertThat(Threshold.parse("8").orElseThrow().probability()).isEqualTo(0.5);
        assertThat(Threshold.parse("")).isEmpty();
        assertThat(Threshold.parse("-1")).isEmpty();
        assertThat(Threshold.parse("g")).isEmpty();
        assertThat(Threshold.parse("abababababababab")).isEmpty();
    }
}
