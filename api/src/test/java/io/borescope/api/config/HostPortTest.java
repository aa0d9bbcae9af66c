package io.borescope.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4317", "localhost:0", "[::1]:65535", "my_host.example.org:80", ":8889"})
    void readsWhatItWrites(String text) {
        assertThat(HostPort.parse(text)).hasToString(text);
    }

    @Test
    void anIpv6AddressHasNoBrackets() {
        assertThat(HostPort.parse("[::1]:80")).isEqualTo(new HostPort("::1", 80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4317",
                ":",
                "[]:4317",
                "localhost",
                "::1:80",
                "[::1]",
                "a:65536",
                "a:-1",
                "http://a:80",
                "a:80/"
            })
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"%s\" is not host:port. Write one such as 127.0.0.1:4317 or [::1]:4317.", text);
    }

    @Test
    void knowsThisMachine() {
        assertThat(HostPort.parse("127.9.9.9:1").isLoopback()).isTrue();
        assertThat(HostPort.parse("[::1]:1").isLoopback()).isTrue();
        assertThat(HostPort.parse("0.0.0.0:1").isLoopback()).isFalse();
        assertThat(HostPort.parse("no-such-host.invalid:1").isLoopback()).isFalse();
    }

    @Test
    void withoutAHostAllInterfacesAreMeant() {
        HostPort all = HostPort.parse(":4317");
        assertThat(all).isEqualTo(new HostPort("", 4317));
        assertThat(all.isEveryInterface()).isTrue();
        assertThat(all.isLoopback()).isFalse();
        assertThat(all.toSocketAddress().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(HostPort.parse("0.0.0.0:1").isEveryInterface()).isTrue();
        assertThat(HostPort.parse("[::]:1").isEveryInterface()).isTrue();
        assertThat(HostPort.parse("127.0.0.1:1").isEveryInterface()).isFalse();
        assertThat(HostPort.parse("no-such-host.invalid:1").isEveryInterface()).isFalse();
    }

    @Test
    void allInterfacesAreWarnedOf() {
        List<String> warnings = new ArrayList<>();
        Problems problems = new Problems() {
            @Override
            public void add(String key, String format, Object... arguments) {
                throw new AssertionError("no problem");
            }

            @Override
            public void warn(String key, String format, Object... arguments) {
                warnings.add(key + ": " + format.formatted(arguments.clone()));
            }
        };
        HostPort.parse("127.0.0.1:1").warnOfEveryInterface("endpoint", "send", problems);
        HostPort.parse("[::]:4317").warnOfEveryInterface("endpoint", "send", problems.within("grpc"));
        assertThat(warnings)
                .containsExactly(
                        "grpc.endpoint: \"[::]:4317\" means all interfaces: whoever reaches this machine can send. If only this machine shall, write 127.0.0.1:4317.");
    }
}
