package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcStatTest {
    @Test
    void readsPidNameParentAndStart() {
        String line = "12080 (cat) R 12066 12066 7280 0 -1 4194304 99 0 0 0 0 0 0 0 20 0 1 0 242918 3133440 407 1 2 3";

        assertThat(ProcStat.parse(line))
                .isEqualTo(new ProcStat(12_080, "cat", 12_066, 2_429_180_000_000L, false, false));
    }

    @Test
    void readsANameThatHoldsParenthesesAndSpaces() {
        assertThat(ProcStat.parse(ProcTree.statLine(7, "a) R 1 (b", 'S', 3, 0, 5)))
                .isEqualTo(new ProcStat(7, "a) R 1 (b", 3, 50_000_000, false, false));
    }

    @Test
    void tellsKernelThreadsAndZombies() {
        assertThat(ProcStat.parse(ProcTree.statLine(2, "kthreadd", 'S', 0, 0x208040, 0)))
                .returns(true, ProcStat::kernelThread);
        assertThat(ProcStat.parse(ProcTree.statLine(9, "gone", 'Z', 1, 0, 5))).returns(true, ProcStat::dead);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "12 (cat",
                "12 (cat)",
                "12 (cat) R 1 2",
                "x (cat) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 5 6"
            })
    void refusesWhatIsNoStatLine(String line) {
        assertThat(ProcStat.parse(line)).isNull();
    }
}
