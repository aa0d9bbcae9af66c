package io.borescope.receiver.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.Secret;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.SlotNetwork;
import io.borescope.api.tls.TlsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeaconReceiverConfigTest {
    private static List<String> problems(BeaconReceiverConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }

    private static BeaconReceiverConfig asking(String... endpoints) {
        return Bench.config(
                List.of(endpoints).stream().map(URI::create).toList(), Map.of(), TlsConfig.DEFAULT, null, null);
    }

    @SuppressWarnings("NullAway") // keys that are left out arrive as null
    private static BeaconReceiverConfig slots(
            @Nullable SlotNetwork network, @Nullable String genesis, @Nullable Duration slotDuration) {
        return new BeaconReceiverConfig(
                List.of(), Map.of(), TlsConfig.DEFAULT, null, null, null, network, genesis, slotDuration, null, null);
    }

    @Test
    void needsANodeOrANetwork() {
        assertThat(problems(asking()))
                .containsExactly(
                        "endpoint: names no node, and there is no network to go by. Write [http://127.0.0.1:5052], or a network.");
        assertThat(problems(asking("http://localhost:5052/", "https://node.example/prefix")))
                .isEmpty();
        assertThat(problems(slots(SlotNetwork.HOODI, null, null))).isEmpty();
    }

    @Test
    void takesAGenesisInsteadOfANetwork() {
        BeaconReceiverConfig config = slots(null, "1700000000", Duration.ofMillis(500));

        assertThat(problems(config)).isEmpty();
        assertThat(config.configured().orElseThrow().slots())
                .isEqualTo(new SlotClock(1_700_000_000_000_000_000L, 500_000_000, 32));
    }

    @Test
    void problemsWithSlotsStandAtTheKeysOfThisComponent() {
        assertThat(problems(slots(null, "1700000000", Duration.ofDays(1))))
                .containsExactly("slot_duration: PT24H is out of range. Use 10ms to 1h.");
        assertThat(problems(slots(null, null, Duration.ofSeconds(12))))
                .containsExactly(
                        "genesis: is missing. Name a network, or write when slot 0 began: 2020-12-01T12:00:23Z.");
        assertThat(problems(slots(SlotNetwork.HOODI, "5", null)))
                .singleElement()
                .asString()
                .startsWith("network: hoodi says all");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ftp://localhost               | does not begin with http
            localhost:5052                | does not begin with http
            http://user:secret@localhost  | has a user name in it
            http:///eth                   | names no host
            http://localhost#top          | has a fragment
            http://localhost:70000        | has the port 70000
            http://localhost?token=secret | has a query
            """)
    void refusesAddressesThatAreNoneWithoutRepeatingThem(String endpoint, String problem) {
        assertThat(problems(asking("http://localhost", endpoint)))
                .singleElement()
                .asString()
                .startsWith("endpoint[1]: " + problem)
                .doesNotContain("secret");
    }

    @Test
    void refusesHeadersItSetsItselfAndCertificatesWithoutHttps() {
        BeaconReceiverConfig config = Bench.config(
                List.of(URI.create("http://localhost")),
                Map.of("Accept", new Secret("text/html")),
                TlsConfig.trusting(Path.of("ca.pem")),
                null,
                null);

        assertThat(problems(config))
                .containsExactlyInAnyOrder(
                        "headers.Accept: is set by the agent itself. Leave it out.",
                        "tls: is of no use without an endpoint that is https.");
    }

    @Test
    void refusesTimesOutOfRangeEachAtItsKey() {
        BeaconReceiverConfig config = new BeaconReceiverConfig(
                List.of(),
                Map.of(),
                TlsConfig.DEFAULT,
                Duration.ofMinutes(2),
                Duration.ZERO,
                Duration.ofDays(2),
                SlotNetwork.HOODI,
                null,
                null,
                null,
                null);

        assertThat(problems(config))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly("timeout", "poll_interval", "sync_state_interval");
    }
}
