package io.borescope.api.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentIdTest {
    @Test
    void readsATypeAloneAndATypeWithAName() {
        assertThat(ComponentId.parse("debug")).isEqualTo(new ComponentId(new ComponentType("debug"), ""));
        assertThat(ComponentId.parse("otlp/vendor-2"))
                .isEqualTo(new ComponentId(new ComponentType("otlp"), "vendor-2"));
        assertThat(ComponentId.parse("a/b/c").name()).isEqualTo("b/c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debug", "otlp/vendor-2", "slot_window/größe"})
    void readsBackWhatItPrints(String text) {
        assertThat(ComponentId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/x", "debug/", "1debug", "de-bug", "debug/a b", "debug/a+b", "debug/\u0007"})
    void refusesWhatTheCollectorRefuses(String text) {
        assertThatThrownBy(() -> ComponentId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesATypeOfMoreThan63Characters() {
        new ComponentType("a".repeat(63));
        assertThatThrownBy(() -> new ComponentType("a".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }
}
