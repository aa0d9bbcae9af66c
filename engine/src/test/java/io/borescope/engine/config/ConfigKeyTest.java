package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.borescope.api.config.Unwrapped;
import org.junit.jupiter.api.Test;

class ConfigKeyTest {
    private record Keys(String default_, String ringSize, String url2) {}

    private record Outer(String first, @Unwrapped Middle middle, String last) {}

    private record Middle(@Unwrapped Inner inner, String second) {}

    private record Inner(String deep) {}

    @Test
    void keysAreComponentNamesInSnakeCaseAndWordsOfJavaCanBeKeys() {
        assertThat(ConfigKey.of(Keys.class))
                .extracting(ConfigKey::name)
                .containsExactly("default", "ring_size", "url2");
    }

    @Test
    void keysOfAnUnwrappedGroupStandBesideTheOthers() {
        Outer outer = new Outer("a", new Middle(new Inner("b"), "c"), "d");
        assertThat(ConfigKey.of(Outer.class))
                .extracting(ConfigKey::name, key -> key.valueIn(outer))
                .containsExactly(tuple("first", "a"), tuple("deep", "b"), tuple("second", "c"), tuple("last", "d"));
    }
}
