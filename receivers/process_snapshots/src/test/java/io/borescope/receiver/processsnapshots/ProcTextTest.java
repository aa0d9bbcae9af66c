package io.borescope.receiver.processsnapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ProcTextTest {
    private final long[] limits = new long[2];

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private boolean readLimits(String text) {
        return ProcText.readOpenFileLimits(bytes(text), text.length(), limits);
    }

    private static long ticks(String text) {
        return ProcText.startTicks(bytes(text), text.length());
    }

    @Test
    void findsTheStartBehindANameWithParentheses() {
        assertThat(ticks(ProcTree.stat(7, 987654))).isEqualTo(987654);
    }

    @Test
    void aCutStatHasNoStart() {
        String whole = ProcTree.stat(7, 987654);
        int known = whole.indexOf("987654 ") + 7;
        for (int length = 0; length < known; length++) {
            assertThat(ticks(whole.substring(0, length)))
                    .as("cut to %d", length)
                    .isEqualTo(-1);
        }
        assertThat(ticks(whole.substring(0, known))).isEqualTo(987654);
    }

    @Test
    void readsLimits() {
        assertThat(readLimits(ProcTree.limits("1024", "524288"))).isTrue();
        assertThat(limits).containsExactly(1024, 524288);
    }

    @Test
    void noLimitIsTheLargestU64() {
        assertThat(readLimits(ProcTree.limits("unlimited", "18446744073709551615")))
                .isTrue();
        assertThat(Long.toUnsignedString(limits[0])).isEqualTo("18446744073709551615");
        assertThat(limits[1]).isEqualTo(limits[0]);
    }

    @Test
    void cutLimitsAreNone() {
        String whole = ProcTree.limits("1024", "524288");
        int end = whole.indexOf('\n', whole.indexOf("Max open files"));
        for (int length = 0; length <= end; length++) {
            assertThat(readLimits(whole.substring(0, length)))
                    .as("cut to %d", length)
                    .isFalse();
        }
        assertThat(readLimits("Max open files            none  1  files\n")).isFalse();
    }

    @Test
    void numbersEndAtTheLargestU64() {
        for (String text :
                new String[] {"0", "7", "9223372036854775808", "18446744073709551614", "18446744073709551615"}) {
            assertThat(ProcText.number(bytes(text), 0, text.length())).isEqualTo(Long.parseUnsignedLong(text));
        }
        for (String text : new String[] {"18446744073709551616", "99999999999999999999", "1" + "0".repeat(40)}) {
            assertThat(ProcText.number(bytes(text), 0, text.length())).isEqualTo(ProcText.UNLIMITED);
        }
        assertThat(ProcText.number(bytes("x1"), 0, 2)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void readsUptime() {
        assertThat(ProcText.uptimeNanos(bytes("12.34 5.00\n"), 11)).isEqualTo(12_340_000_000L);
        assertThat(ProcText.uptimeNanos(bytes("12.3"), 4)).isEqualTo(-1);
        assertThat(ProcText.uptimeNanos(bytes(""), 0)).isEqualTo(-1);
    }

    @Test
    void readsNumbersByKey() {
        KeyedNumbers numbers = new KeyedNumbers("VmRSS:", "Threads:", "VmSwap:");
        long[] values = {-1, -1, -1};
        String text = "Name:\tThreads:\nVmRSS:\t  12 kB\nThreads:\t5\nVmRSS:\t 99 kB\nVmSwap:\t 3";

        assertThat(numbers.read(bytes(text), text.length(), values)).isEqualTo(2);
        assertThat(values).containsExactly(12 << 10, 5, 0);
    }

    @Test
    void anythingIsReadWithoutAnError() {
        KeyedNumbers numbers = new KeyedNumbers("VmRSS:", "Threads:");
        long[] values = new long[2];
        Random random = new Random(20_261_121);
        String texts = ProcTree.status(3, 4) + ProcTree.limits("1", "2") + ProcTree.stat(3, 4) + "VmRSS:";
        for (int i = 0; i < 20_000; i++) {
            byte[] text = bytes(texts);
            int length = random.nextInt(text.length + 1);
            for (int flips = random.nextInt(8); flips > 0; flips--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt();
            }
            numbers.read(text, length, values);
            ProcText.readOpenFileLimits(text, length, limits);
            ProcText.startTicks(text, length);
            ProcText.uptimeNanos(text, length);
        }
    }
}
