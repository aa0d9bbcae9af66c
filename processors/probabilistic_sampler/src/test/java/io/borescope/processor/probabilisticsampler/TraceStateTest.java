package io.borescope.processor.probabilisticsampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceStateTest {
    private static TraceState parse(String text) {
        return TraceState.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ot=th:1 | ot=th:1",
                "' ot=th:1 , other=value ' | ot=th:1,other=value",
                "ot=th:100;rv:abcdabcdabcdff | ot=rv:abcdabcdabcdff;th:1",
                "zz=vendorcontent,ot=th:c;rv:d29d6a7215ced0;pn:abc | ot=rv:d29d6a7215ced0;th:c;pn:abc,zz=vendorcontent",
                "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE | rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
                "fw529a3039@dt=FfSpD;x,,ot=p:8 | ot=p:8,fw529a3039@dt=FfSpD;x"
            })
    void keepsWhatOthersWrote(String text, String written) {
        assertThat(parse(text)).hasToString(written);
    }

    @Test
    void nothingIsWrittenOfNothing() {
        assertThat(parse("")).hasToString("");
        assertThat(parse(",,,")).hasToString("");
        assertThat(parse("ot=th:8").with(Marks.NONE)).hasToString("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ot=",
                "ot=th",
                "ot=th:",
                "ot=th:-1",
                "ot=th:abababababababab",
                "ot=rv:ab",
                "ot=rv:",
                "ot=rv:abababababababab",
                "ot=th:8;th:8",
                "ot=th:8;",
                "ot=TH:8",
                "ot=th:8,ot=th:8",
                "ot=a:b c"
            })
    void whatOpenTelemetryDidNotWriteIsNotRead(String text) {
        assertThat(TraceState.parse(text)).isEmpty();
    }

    @Test
    void saysNothingOfTheThresholdWhereThatDoesNotFit() {
        String rest = "a:" + "b".repeat(240);
        assertThat(parse("ot=" + rest).with(new Marks(Threshold.parse("8").orElseThrow(), "")))
                .hasToString("ot=th:8;" + rest);
        assertThat(parse("ot=" + rest)
                        .with(new Marks(Threshold.parse("123456789abcde").orElseThrow(), "")))
                .hasToString("ot=" + rest);
        assertThat(TraceState.parse("ot=a:" + "b".repeat(255))).isEmpty();
    }

    @Test
    void theOldestOfThirtyTwoMembersMakesRoom() {
        String full = IntStream.range(0, 32).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
        assertThat(parse(full)).hasToString(full);
        assertThat(parse(full).with(new Marks(Threshold.ALWAYS, "")).toString())
                .startsWith("ot=th:0,k0=v,")
                .endsWith(",k30=v");
    }
}
