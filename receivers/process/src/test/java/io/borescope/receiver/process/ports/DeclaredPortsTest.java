package io.borescope.receiver.process.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.receiver.process.classes.ConfigFileRule.Format;
import io.borescope.receiver.process.classes.PortLabel;
import io.borescope.receiver.process.classes.ProcessClass;
import io.borescope.receiver.process.classes.ProcessClasses;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped classes make of command lines and files. Checked against the clients' own descriptions of their options. */
final class DeclaredPortsTest {
    private static final ProcessClasses SHIPPED = ProcessClasses.shipped();

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                // Every port has its own default, which only its own option removes.
                "geth       | ''                                  | tcp 8545 el_json_rpc, tcp 8546 el_ws, tcp 8551 el_engine_api, tcp 30303 el_p2p, udp 30303 el_discovery",
                "geth       | --authrpc.port 8651                 | tcp 8545 el_json_rpc, tcp 8546 el_ws, tcp 8651 el_engine_api, tcp 30303 el_p2p, udp 30303 el_discovery",
                "geth       | --port 30400                        | tcp 8545 el_json_rpc, tcp 8546 el_ws, tcp 8551 el_engine_api, tcp 30400 el_p2p, udp 30400 el_discovery",
                "geth       | --port=30400 --discovery.port=30401 | tcp 8545 el_json_rpc, tcp 8546 el_ws, tcp 8551 el_engine_api, tcp 30400 el_p2p, udp 30401 el_discovery",
                "geth       | -http.port 1 --http.port=9 --ws.port 0 | tcp 9 el_json_rpc, tcp 8551 el_engine_api, tcp 30303 el_p2p, udp 30303 el_discovery",
                "geth       | --http.port nonsense -- --ws.port 1 | tcp 8545 el_json_rpc, tcp 8546 el_ws, tcp 8551 el_engine_api, tcp 30303 el_p2p, udp 30303 el_discovery",
                "geth       | --identity --http.port=70000 --http.addr 1.2.3.4 | tcp 8545 el_json_rpc, tcp 8546 el_ws, tcp 8551 el_engine_api, tcp 30303 el_p2p, udp 30303 el_discovery",
                "reth       | --http.port 1 --discovery.v5.port 2 --discovery.v5.port.ipv6 3 | tcp 1 el_json_rpc, tcp 8546 el_ws, tcp 8551 el_engine_api, tcp 30303 el_p2p, udp 30303 el_discovery, udp 2 el_discovery, udp 3 el_discovery",
                "besu       | --engine-rpc-http-port=1 --p2p-port=2 --rpc-ws-port=3 | tcp 8545 el_json_rpc, tcp 3 el_ws, tcp 1 el_engine_api, tcp 2 el_p2p, udp 2 el_discovery",
                "nethermind | --JsonRpc.Port 1 --Network.P2PPort=2 | tcp 1 el_json_rpc, tcp 8551 el_engine_api, tcp 2 el_p2p, udp 30303 el_discovery",
                "nethermind | --JsonRpc.WebSocketsPort 8546       | tcp 8545 el_json_rpc, tcp 8546 el_ws, tcp 8551 el_engine_api, tcp 30303 el_p2p, udp 30303 el_discovery",
                "erigon     | --port=1 --ws.port=2                | tcp 8545 el_json_rpc, tcp 2 el_ws, tcp 8551 el_engine_api, tcp 1 el_p2p, udp 1 el_discovery, tcp 5555 cl_beacon_api, udp 4000 cl_discovery, tcp 4001 cl_p2p",
                "ethrex     | --p2p.port 1                        | tcp 8545 el_json_rpc, tcp 8546 el_ws, tcp 8551 el_engine_api, tcp 1 el_p2p, udp 30303 el_discovery",
                "lighthouse | ''                                  | tcp 5052 cl_beacon_api, tcp 9000 cl_p2p, udp 9000 cl_discovery, udp 9001 cl_p2p",
                "lighthouse | bn --port 9100 --port6 9200         | tcp 5052 cl_beacon_api, tcp 9100 cl_p2p, udp 9100 cl_discovery, udp 9101 cl_p2p, tcp 9200 cl_p2p, udp 9200 cl_discovery, udp 9201 cl_p2p",
                "lighthouse | bn --port 9100 --quic-port 7 --discovery-port 8 | tcp 5052 cl_beacon_api, tcp 9100 cl_p2p, udp 8 cl_discovery, udp 7 cl_p2p",
                "prysm      | --http-port=1 --p2p-quic-port=2     | tcp 1 cl_beacon_api, tcp 4000 cl_grpc, tcp 13000 cl_p2p, udp 2 cl_p2p, udp 12000 cl_discovery",
                "prysm      | --grpc-gateway-port=1               | tcp 1 cl_beacon_api, tcp 4000 cl_grpc, tcp 13000 cl_p2p, udp 13000 cl_p2p, udp 12000 cl_discovery",
                "teku       | --p2p-port=1 --p2p-port-ipv6=2      | tcp 5051 cl_beacon_api, tcp 1 cl_p2p, udp 1 cl_discovery, udp 9001 cl_p2p, tcp 2 cl_p2p, udp 2 cl_discovery",
                "lodestar   | beacon --rest.port 1 --discoveryPort 2 | tcp 1 cl_beacon_api, tcp 9000 cl_p2p, udp 2 cl_discovery, udp 9001 cl_p2p",
                "nimbus     | --rest-port=1 --tcp-port=2 --udp-port=3 | tcp 1 cl_beacon_api, tcp 2 cl_p2p, udp 3 cl_discovery",
                "grandine   | --libp2p-port 1 --libp2p-port-ipv6 2 --discovery-port-ipv6 3 | tcp 5052 cl_beacon_api, tcp 1 cl_p2p, udp 9000 cl_discovery, udp 9001 cl_p2p, tcp 2 cl_p2p, udp 3 cl_discovery, udp 9051 cl_p2p, tcp 5055 validator_api",
                "mev-boost  | -mainnet -addr localhost:18551      | tcp 18551 builder_api",
                "postgres   | -D /data -p 5433                    | tcp 5433 postgres",
                "clickhouse | ''                                  | tcp 8123 clickhouse_http, tcp 9000 clickhouse_native, tcp 9009 clickhouse_interserver"
            })
    void listensWhereItsCommandLineSays(String client, String arguments, String expected) {
        assertThat(written(declared(client, arguments, Map.of()).listens()))
                .containsExactlyInAnyOrder(expected.split(", "));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "lighthouse | bn                                                      | tcp 8551 el_engine_api",
                "lighthouse | bn --execution-endpoint http://10.0.0.7:8651/           | tcp 8651 el_engine_api",
                "prysm      | --execution-endpoint=http://localhost:8652              | tcp 8652 el_engine_api",
                "teku       | --ee-endpoint=https://[::1]:8653                        | tcp 8653 el_engine_api",
                "lodestar   | beacon --execution.urls http://a:8654,http://b:8655     | tcp 8654 el_engine_api, tcp 8655 el_engine_api",
                "nimbus     | --el=ws://127.0.0.1:8656                                | tcp 8656 el_engine_api",
                "grandine   | --eth1-rpc-urls http://localhost                        | tcp 8551 el_engine_api",
                "geth       | --port 30400                                            | tcp 30303 el_p2p"
            })
    void talksToTheEngineWhereItsCommandLineSays(String client, String arguments, String expected) {
        assertThat(written(declared(client, arguments, Map.of()).talksTo())).contains(expected.split(", "));
    }

    @Test
    void readsTheFileOfGethAndLetsTheCommandLineOverrideIt() {
        Map<String, String> settings = SettingsFile.parse("""
                [Eth]
                NetworkId = 1           # mainnet
                [Node]
                HTTPPort = 8645
                AuthPort = 8651
                WSPort = 8646
                [Node.P2P]
                MaxPeers = 50
                ListenAddr = ":30403"
                DiscAddr = ""
                BootstrapNodes = ["enode://a@1.2.3.4:30303", "enode://b@1.2.3.5:30303"]
                """, Format.TOML);

        assertThat(written(declared("geth", "--authrpc.port 8751", settings).listens()))
                .containsExactly(
                        "tcp 8645 el_json_rpc",
                        "tcp 8646 el_ws",
                        "tcp 8751 el_engine_api",
                        "tcp 30403 el_p2p",
                        "udp 30403 el_discovery");
    }

    @Test
    void readsFilesWhoseKeysAreTheNamesOfOptions() {
        Map<String, String> besu =
                SettingsFile.parse("rpc-http-port=1\np2p-port = 2\nhost-allowlist=[\"*\"]\n", Format.TOML);
        Map<String, String> teku = SettingsFile.parse(
                "network: \"mainnet\"\nrest-api-port: 3\np2p-port: 4\nee-endpoint: \"http://el:8661\"\n", Format.YAML);

        assertThat(written(declared("besu", "", besu).listens()))
                .contains("tcp 1 el_json_rpc", "tcp 2 el_p2p", "udp 2 el_discovery", "tcp 8551 el_engine_api");
        assertThat(written(declared("teku", "", teku).listens()))
                .contains("tcp 3 cl_beacon_api", "tcp 4 cl_p2p", "udp 4 cl_discovery");
        assertThat(written(declared("teku", "", teku).talksTo())).contains("tcp 8661 el_engine_api");
    }

    @Test
    void readsTheJsonOfNethermind() {
        Map<String, String> settings = SettingsFile.parse("""
                {
                \t"Init": { "ChainSpecPath": "chainspec/foundation.json" },
                \t"Network": { "P2PPort": 30403 },
                \t"JsonRpc": { "Enabled": true, "Port": 8645, "EnginePort": 8651 }
                }
                """, Format.YAML);

        assertThat(written(declared("nethermind", "", settings).listens()))
                .containsExactly(
                        "tcp 8645 el_json_rpc", "tcp 8651 el_engine_api", "tcp 30403 el_p2p", "udp 30303 el_discovery");
    }

    @ParameterizedTest
    @CsvSource({"'{', YAML", "'- a', YAML", "'a: &a [*a]', YAML", "'= 1', TOML", "'\u0000', YAML", "'', YAML"})
    void makesNothingOfAFileThatItCannotRead(String text, Format format) {
        assertThat(SettingsFile.parse(text, format)).doesNotContainKey("Node.HTTPPort");
    }

    @Test
    void makesNothingOfAFileThatGrowsWhenItIsRead() {
        String bomb =
                "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                        + "d: [" + "*c,".repeat(200) + "x]\n";

        assertThat(SettingsFile.parse(bomb, Format.YAML)).isEmpty();
        assertThat(SettingsFile.parse("[".repeat(100_000), Format.YAML)).isEmpty();
    }

    private static DeclaredPorts declared(String client, String arguments, Map<String, String> settings) {
        ProcessClass found = SHIPPED.all().stream()
                .filter(each -> each.client().equals(client))
                .findFirst()
                .orElseThrow();
        List<String> given = arguments.isEmpty() ? List.of() : Arrays.asList(arguments.split(" "));
        return DeclaredPorts.of(found, Options.parse(given), settings);
    }

    private static List<String> written(List<PortLabel> ports) {
        return ports.stream()
                .map(port -> "%s %d %s"
                        .formatted(port.transport().name().toLowerCase(Locale.ROOT), port.port(), port.label()))
                .toList();
    }
}
