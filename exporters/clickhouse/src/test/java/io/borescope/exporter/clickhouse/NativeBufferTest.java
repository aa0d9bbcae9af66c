package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
