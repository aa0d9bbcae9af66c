package io.borescope.extension.clickhouseembedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClickHouseEmbeddedConfigTest {
    private static final Map<String, UserConfig> USERS =
            Map.of("writer", new UserConfig(new Secret("long enough"), false));

    @Test
    void needsNothing() {
        assertThat(problems(null, Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8123", "[::]:8123", "192.0.2.1:8123"})
    void listensBeyondLoopbackOnlyWithUsers(String endpoint) {
        assertThat(problems(endpoint, Map.of())).singleElement().asString().contains("endpoint", "Configure users");
        assertThat(problems(endpoint, USERS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8123", "[::1]:8123", "localhost:0"})
    void listensAtLoopbackWithoutUsers(String endpoint) {
        assertThat(problems(endpoint, Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "borescope", "a<b", ""})
    void refusesNamesThatCannotBeUsers(String name) {
        Map<String, UserConfig> users = Map.of(name, new UserConfig(new Secret("long enough"), false));
        assertThat(problems(null, users)).singleElement().asString().contains("users." + name);
    }

    @Test
    void refusesShortPasswordsWithoutShowingThem() {
        Map<String, UserConfig> users = Map.of("writer", new UserConfig(new Secret("short"), false));
        assertThat(problems(null, users))
                .singleElement()
                .asString()
                .contains("users.writer.password")
                .doesNotContain("short ");
    }

    @Test
    void refusesCachesThatLeaveNoMemory() {
        List<String> problems = new ArrayList<>();
        new ClickHouseEmbeddedConfig(
                        null,
                        new HostPort("127.0.0.1", 0),
                        "borescope",
                        ByteSize.ofMebibytes(256),
                        ByteSize.ofMebibytes(200),
                        Map.of(),
                        Fetch.NEVER)
                .validate((key, format, arguments) -> problems.add(key + " " + format.formatted(arguments)));
        assertThat(problems).singleElement().asString().startsWith("cache_size 200MiB");
    }

    @SuppressWarnings("NullAway") // as the binder does for what is left out
    private static List<String> problems(@Nullable String endpoint, Map<String, UserConfig> users) {
        List<String> problems = new ArrayList<>();
        new ClickHouseEmbeddedConfig(
                        null, endpoint == null ? null : HostPort.parse(endpoint), null, null, null, users, null)
                .validate((key, format, arguments) -> problems.add(key + " " + format.formatted(arguments)));
        return problems;
    }
}
