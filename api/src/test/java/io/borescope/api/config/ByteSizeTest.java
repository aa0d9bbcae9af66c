package io.borescope.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "4096, 4096",
        "0, 0",
        "1B, 1",
        "64KiB, 65536",
        "4MiB, 4194304",
        "10MB, 10000000",
        "2 GiB, 2147483648",
        "1TB, 1000000000000"
    })
    void readsSizesAsPeopleWriteThem(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "4mib", "4 M", "1e6", "0x10", "1.5GiB", "٤KiB"})
    void refusesWhatIsNoSizeAndSaysHowToWriteOne(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining("4MiB");
    }

    @Test
    void refusesASizeBeyondALong() {
        assertThatThrownBy(() -> ByteSize.parse("9999999999TiB")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4096B", "1KiB", "3MiB", "1025B", "5GiB"})
    void readsBackWhatItPrints(String text) {
        ByteSize size = ByteSize.parse(text);
        assertThat(ByteSize.parse(size.toString())).isEqualTo(size);
    }

    @Test
    void knowsPowersOfTwo() {
        assertThat(ByteSize.ofMebibytes(4).isPowerOfTwo()).isTrue();
        assertThat(ByteSize.ofMebibytes(3).isPowerOfTwo()).isFalse();
        assertThat(new ByteSize(0).isPowerOfTwo()).isFalse();
    }

    @Test
    void aSecretShowsItselfOnlyWhenAsked() {
        Secret secret = new Secret("s3cr3t");
        assertThat(secret).hasToString("[REDACTED]");
        assertThat(secret.reveal()).isEqualTo("s3cr3t");
    }
}
