package io.borescope.exporter.ndjsonhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBufferTest {
    private static String written(UnaryOperator<JsonBuffer> writing) {
        return new String(writing.apply(new JsonBuffer()).toByteArray(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 9, 10, 99, 100, -10, 1234567890123456789L, Long.MAX_VALUE, Long.MIN_VALUE})
    void writesIntegersAsJavaDoes(long value) {
        assertThat(written(out -> out.integer(value))).isEqualTo(Long.toString(value));
        assertThat(written(out -> out.unsigned(value))).isEqualTo(Long.toUnsignedString(value));
    }

    @Test
    void writesTheShortestDecimalThatReadsBackTheSame() {
        assertThat(written(out -> out.decimal(16.0f))).isEqualTo("16.0");
        assertThat(written(out -> out.decimal(0.1f))).isEqualTo("0.1");
        assertThat(written(out -> out.decimal(0.1))).isEqualTo("0.1");
        assertThat(written(out -> out.decimal(2.0e-3))).isEqualTo("0.002");
        assertThat(written(out -> out.decimal(Double.MAX_VALUE))).isEqualTo("1.7976931348623157E308");
    }

    @Test
    void writesDateTimesInUtcTruncatedToMilliseconds() {
        assertThat(written(out -> out.dateTime(TestBatches.nanos("2026-01-05T10:00:01.006999999Z"))))
                .isEqualTo("\"2026-01-05 10:00:01.006\"");
        assertThat(written(out -> out.dateTime(TestBatches.nanos("2024-02-29T23:59:59.999999999Z"))))
                .isEqualTo("\"2024-02-29 23:59:59.999\"");
        assertThat(written(out -> out.dateTime(0))).isEqualTo("\"1970-01-01 00:00:00.000\"");
        assertThat(written(out -> out.dateTime(-1))).isEqualTo("\"1969-12-31 23:59:59.999\"");
    }

    @Test
    void escapesWhatWouldEndTheStringOrTheLine() {
        assertThat(written(out -> out.text("a\"b\\c\nd\re\tf"))).isEqualTo("\"a\\\"b\\\\c\\nd\\re\\tf\"");
        assertThat(written(out -> out.text("\u0000\u001b[31m\u007f"))).isEqualTo("\"\\u0000\\u001b[31m\\u007f\"");
    }

    @Test
    void writesUtf8OfEveryLength() {
        assertThat(written(out -> out.text("é€😀"))).isEqualTo("\"é€😀\"");
    }

    @Test
    void replacesHalvesOfSurrogatePairs() {
        assertThat(written(out -> out.text("a\ud83db"))).isEqualTo("\"a\ufffdb\"");
        assertThat(written(out -> out.text("\ude00\ud83d"))).isEqualTo("\"\ufffd\ufffd\"");
    }

    @Test
    void everyCharacterReadsBackAsItWas() {
        for (int from = 0; from < 0x110000; from += 0x1000) {
            StringBuilder block = new StringBuilder();
            for (int codePoint = from; codePoint < from + 0x1000; codePoint++) {
                if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                    block.appendCodePoint(codePoint);
                }
            }
            String text = block.toString();
            assertThat(Json.parse(written(out -> out.text(text)))).isEqualTo(text);
        }
    }
}
