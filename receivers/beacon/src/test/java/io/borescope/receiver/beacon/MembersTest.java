package io.borescope.receiver.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
    private static Members data(String json) throws BadAnswerException {
        return Members.ofData(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsSingleValuesAndPassesOverTheRest() throws Exception {
        Members members = data("""
                {"version": "x", "data": {"a": "1", "b": 2, "list": [{"a": 9}], "object": {"b": 9}, "c": true, "n": null}, "data2": {"a": 3}}
                """);

        assertThat(members.number("a")).isEqualTo(1);
        assertThat(members.number("b")).isEqualTo(2);
        assertThat(members.flag("c")).isTrue();
        assertThat(members.flag("missing")).isFalse();
        assertThat(members.names()).containsExactly("a", "b", "c");
    }

    @Test
    void theLargestLongStandsForWhatIsLarger() throws Exception {
        assertThat(data("{\"data\":{\"far\":\"18446744073709551615\"}}").number("far"))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(data("{\"data\":{\"last\":\"9223372036854775807\"}}").number("last"))
                .isEqualTo(Long.MAX_VALUE);
        assertThatExceptionOfType(BadAnswerException.class)
                .isThrownBy(() ->
                        data("{\"data\":{\"x\":\"184467440737095516150\"}}").number("x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "\"data\"",
                "{\"data\":[]}",
                "{\"data\":{}",
                "{\"data\":{\"a\":1,\"a\":2}}",
                "{\"data\":{}}{}",
                "{\"data\":{\"a\":NaN}}",
            })
    void refusesWhatIsNoAnswer(String json) {
        assertThatExceptionOfType(BadAnswerException.class).isThrownBy(() -> data(json));
    }

    @Test
    void refusesWhatIsMadeToExhaust() {
        String deep = "{\"data\":" + "[".repeat(100_000);
        String wide = IntStream.range(0, 5000).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(","));
        String digits = "{\"data\":{\"a\":" + "9".repeat(100_000) + "}}";

        assertThatExceptionOfType(BadAnswerException.class).isThrownBy(() -> data(deep));
        assertThatExceptionOfType(BadAnswerException.class).isThrownBy(() -> data("{\"data\":{" + wide + "}}"));
        assertThatExceptionOfType(BadAnswerException.class).isThrownBy(() -> data(digits));
    }

    @Test
    void noBytesMakeItFailOtherwise() {
        byte[] right =
                "{\"data\":{\"genesis_time\":\"1742213400\",\"list\":[1,{\"a\":null}],\"SLOTS_PER_EPOCH\":32.5e1}}"
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] wrong = right.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
            }
            try {
                Members members = Members.ofData(wrong);
                assertThat(members.number("genesis_time")).isNotNegative();
            } catch (BadAnswerException e) {
                assertThat(e.getMessage()).matches("\\p{ASCII}*…?");
            }
        }
    }
}
