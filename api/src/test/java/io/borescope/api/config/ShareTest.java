package io.borescope.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShareTest {
    @ParameterizedTest
    @CsvSource({"1%,0.01,1%", "0.5 %,0.005,0.5%", "250%,2.5,250%", "0.10%,0.001,0.1%", "100%,1,100%"})
    void readsPercentAndWritesIt(String text, double fraction, String written) {
        assertThat(Share.parse(text).fraction()).isEqualTo(fraction);
        assertThat(Share.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0.01", "-1%", "1e3%", "%", "1 percent", "1234567%"})
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Share.parse(text))
                .withMessageContaining("Write one such as 1% or 0.5%");
    }
}
