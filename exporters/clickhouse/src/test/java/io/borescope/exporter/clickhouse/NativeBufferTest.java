package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeBufferTest {
    private final NativeBuffer buffer = new NativeBuffer();

    private byte[] written() {
        return Arrays.copyOf(buffer.array(), buffer.size());
    }

    @Test
    void textIsTheSameAsTheRuntimeMakesIt() {
        Random random = new Random(23);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                // Every width of UTF-8, and halves of surrogate pairs.
                text.append((char) (random.nextInt(0x10000) >>> random.nextInt(13)));
                text.append(random.nextInt(4) == 0 ? Character.toString(0x10000 + random.nextInt(0x100000)) : "");
            }
            byte[] expected = text.toString().getBytes(StandardCharsets.UTF_8);
            buffer.resize(0);
            buffer.putText(text.toString());
            assertThat(Arrays.copyOfRange(written(), 1, buffer.size())).isEqualTo(expected);
            assertThat(written()[0]).isEqualTo((byte) expected.length);
        }
    }

    @Test
    void numbersAsTextAreTheSameAsTheRuntimeMakesThem() {
        Random random = new Random(23);
        long[] extremes = {0, 9, 10, -1, Long.MAX_VALUE, Long.MIN_VALUE};
        for (int round = 0; round < 20_000; round++) {
            long value = round < extremes.length ? extremes[round] : random.nextLong() >> random.nextInt(64);
            buffer.resize(0);
            buffer.putDecimal(value);
            assertThat(new String(written(), 1, written()[0], StandardCharsets.US_ASCII))
                    .isEqualTo(Long.toString(value));
            assertThat(buffer.size()).isEqualTo(1 + written()[0]);
        }
    }

    @Test
    void momentsAsTextAreTheSameAsTheRuntimeMakesThem() {
        Random random = new Random(23);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
        long leapDay = 951_782_400_000_000_000L; // of a year that 100 and 400 divide
        long[] extremes = {0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE, leapDay, leapDay - 1, leapDay + 86_400_000_000_000L
        };
        for (int round = 0; round < 20_000; round++) {
            long nanos = round < extremes.length ? extremes[round] : random.nextLong();
            buffer.resize(0);
            buffer.putTimestamp(nanos);
            LocalDateTime moment = LocalDateTime.ofEpochSecond(
                    Math.floorDiv(nanos, 1_000_000_000L), (int) Math.floorMod(nanos, 1_000_000_000L), ZoneOffset.UTC);
            assertThat(new String(written(), 1, written()[0], StandardCharsets.US_ASCII))
                    .isEqualTo(format.format(moment));
        }
    }

    @Test
    void lengthsTakeAsManyGroupsOfSevenBitsAsTheyNeed() {
        for (int value : new int[] {0, 127, 128, 16_383, 16_384, Integer.MAX_VALUE}) {
            buffer.putVarint(value);
        }
        assertThat(written()).isEqualTo(new byte[] {0, 127, -128, 1, -1, 127, -128, -128, 1, -1, -1, -1, -1, 7});
    }

    @Test
    void numbersAreLittleEndianAndCutToTheirWidth() {
        for (int width : new int[] {1, 2, 4, 8}) {
            buffer.putInteger(0x0102030405060708L, width);
        }
        assertThat(written()).isEqualTo(new byte[] {8, 8, 7, 8, 7, 6, 5, 8, 7, 6, 5, 4, 3, 2, 1});
    }

    @Test
    void anAbandonedArrayIsNotWrittenToAgain() {
        buffer.putInteger(5, 1);
        byte[] abandoned = buffer.array();
        buffer.abandonArray();
        buffer.putInteger(6, 1);
        assertThat(abandoned[0]).isEqualTo((byte) 5);
    }
}
