package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigKeyTest {
    private record Keys(String default_, String ringSize, String url2) {}

    @Test
    void keysAreComponentNamesInSnakeCaseAndWordsOfJavaCanBeKeys() {
        assertThat(ConfigKey.of(Keys.class))
                .extracting(ConfigKey::name)
                .containsExactly("default", "ring_size", "url2");
    }
}
