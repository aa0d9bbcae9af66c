package io.borescope.receiver.process.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProcessClassesTest {
    private static final String CONTAINER = "/system.slice/docker-" + "0123456789abcdef".repeat(4) + ".scope";

    private final ProcessClasses shipped = ProcessClasses.shipped();

    /** A process as the kernel shows it. */
    private record Seen(String name, String executable, List<String> commandLine, List<String> cgroupPaths)
            implements ProgramImage {}

    private static Seen seen(String name, String executable, String commandLine) {
        List<String> arguments = commandLine.isEmpty() ? List.of() : Arrays.asList(commandLine.split(" "));
        return new Seen(name, executable, arguments, List.of(CONTAINER));
    }

    private static String client(ProcessClasses classes, ProgramImage image) {
        return Optional.ofNullable(classes.classify(image))
                .map(ProcessClass::client)
                .orElse("nobody");
    }

    @ParameterizedTest
    @CsvSource({
        "geth,            /usr/bin/geth,                      geth --http --http.port 8545,                        geth",
        "reth,            /usr/local/bin/reth,                reth node --chain mainnet,                           reth",
        "java,            /opt/java/bin/java,                 java -cp /opt/besu/lib/* org.hyperledger.besu.Besu,  besu",
        "nethermind,      /nethermind/nethermind,             /nethermind/nethermind --config mainnet,             nethermind",
        "erigon,          /usr/local/bin/erigon,              erigon --chain=mainnet,                              erigon",
        "ethrex,          /usr/local/bin/ethrex,              ethrex --network mainnet,                            ethrex",
        "lighthouse,      /usr/local/bin/lighthouse,          lighthouse bn --network mainnet,                     lighthouse",
        "beacon-chain,    /app/cmd/beacon-chain/beacon-chain, beacon-chain --mainnet,                              prysm",
        "validator,       /app/cmd/validator/validator,       validator --mainnet,                                 prysm",
        "java,            /opt/java/bin/java,                 java -Xmx4g tech.pegasys.teku.Teku --network x,      teku",
        "MainThread,      /usr/local/bin/node,                node ./packages/cli/bin/lodestar beacon,             lodestar",
        "nimbus_beacon_n, /home/user/nimbus_beacon_node,      /home/user/nimbus_beacon_node --network=mainnet,     nimbus",
        "grandine,        /usr/local/bin/grandine,            grandine --network mainnet,                          grandine",
        "bash,            /bin/bash,                          bash,                                                nobody"
    })
    void knowsEveryClientThatUsersOfObservoorHave(String name, String executable, String commandLine, String client) {
        assertThat(client(shipped, seen(name, executable, commandLine))).isEqualTo(client);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an argument mentions another client,  lighthouse, /usr/bin/lighthouse, lighthouse bn --peer=teku.example --trusted-peers geth, lighthouse",
        "only an argument mentions a client,   curl, /usr/bin/curl, curl http://besu.example/geth, nobody",
        "a class path mentions a client,       java, /usr/bin/java, java -cp /opt/teku/lib/besu.jar com.example.Orders --geth, nobody",
        "a jar behind options with values,     java, /usr/bin/java, java --add-opens java.base/java.lang=ALL-UNNAMED -jar /opt/teku-24.1.0.jar, teku",
        "a main class in a module,             java, /usr/bin/java, java -p /lib -m org.besu/org.hyperledger.besu.Besu, besu",
        "a file of arguments,                  java, /usr/bin/java, java @/etc/jvm.options tech.pegasys.teku.Teku, teku",
        "an assembly,                          dotnet, /usr/bin/dotnet, dotnet /nethermind/Nethermind.Runner.dll --config mainnet, nethermind",
        "an assembly behind exec,              dotnet, /usr/bin/dotnet, dotnet exec --depsfile x.json nethermind.dll, nethermind",
        "an assembly of somebody else,         dotnet, /usr/bin/dotnet, dotnet shop.dll --config nethermind.dll, nobody",
        "a script behind a required module,    node, /usr/bin/node, node -r lodestar /srv/app.js, nobody",
        "a script behind a number,             node, /usr/bin/node, node --max-old-space-size 8192 /usr/app/node_modules/.bin/lodestar beacon, lodestar",
        "no script at all,                     node, /usr/bin/node, node -e lodestar, nobody",
        "a title over the arguments,           geth, /usr/bin/python3.11, geth, geth",
        "a module of python,                   python3, /usr/bin/python3.11, python3 -m lodestar, lodestar",
        "the init of a container,              tini, /usr/bin/tini, tini -- geth --http, nobody",
        "a shell that will start it,           sh, /bin/dash, sh -c geth --http, nobody",
        "a script called like it,              geth, /bin/dash, /bin/sh /usr/local/bin/geth, nobody",
        "another user's,                       sudo, /usr/bin/sudo, sudo -u eth geth, nobody",
        "another build of it,                  op-reth, /usr/bin/op-reth, op-reth node, reth",
        "the binary behind a script,           reth-binary, /usr/bin/reth-binary, reth-binary node, reth",
        "a version in its name,                geth-1.14.5, /opt/geth-1.14.5-0dd173a7, geth-1.14.5, geth",
        "a platform in its name,               beacon-chain-v5, /opt/beacon-chain-v5.0.3-linux-amd64, x, prysm",
        "a platform without a version,         ethrex-linux-x8, /opt/ethrex-linux-x86_64, x, ethrex",
        "its name cut by the kernel,           nimbus_validato, '', '', nimbus",
        "its name and suffix cut,              beacon-chain-bi, '', '', prysm",
        "an executable nobody may read,        java, '', /usr/bin/java -jar besu.jar, besu",
        "a renamed binary under its old name,  el-client, /opt/el-client, geth --http, geth",
        "a renamed binary,                     el-client, /opt/el-client, /opt/el-client --http, nobody",
        "a name that begins like it,           gethexporter, /usr/bin/gethexporter, gethexporter, nobody"
    })
    void isNotMisledBy(String how, String name, String executable, String commandLine, String client) {
        assertThat(client(shipped, seen(name, executable, commandLine))).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({
        "lighthouse --network holesky bn --graffiti vc, ethereum/consensus",
        "lighthouse vc --graffiti bn, ethereum/validator",
        "lighthouse --network holesky vc, ethereum/validator",
        "lighthouse, ethereum/consensus"
    })
    void tellsTheJobsOfOneProgramByTheFirstSubcommand(String commandLine, String group) {
        ProcessClass found = shipped.classify(seen("lighthouse", "/usr/bin/lighthouse", commandLine));

        assertThat(found).isNotNull().extracting(ProcessClass::groupLabel).isEqualTo(group);
    }

    @Test
    void asksTheClassesOfTheUserFirst() {
        ProcessClasses classes = ProcessClasses.of(List.of(named("archive", List.of("geth"))), ClassFile.EMPTY);

        assertThat(client(classes, seen("geth", "/usr/bin/other", "geth"))).isEqualTo("archive");
        assertThat(client(classes, seen("reth", "/usr/bin/reth", "reth"))).isEqualTo("reth");
    }

    @Test
    void aUsersClassOfAKnownClientKnowsTheRestOfIt() throws Exception {
        ClassFile file = ClassFile.parse("mine.yaml", "classes: [{client: geth, executables: [/opt/el-*/main]}]");
        ProcessClass found = ProcessClasses.of(List.of(), file).classify(seen("main", "/opt/el-client/main", "main"));

        assertThat(found).isNotNull().satisfies(geth -> {
            assertThat(geth.groupLabel()).isEqualTo("ethereum/execution");
            assertThat(geth.listens()).isNotEmpty();
        });
    }

    @Test
    void recognisesByCgroupWhatNothingElseTells() throws Exception {
        ClassFile file = ClassFile.parse("mine.yaml", "classes: [{client: orders, cgroups: ['orders*.service']}]");
        Seen image = new Seen(
                "java",
                "/usr/bin/java",
                List.of("java", "-jar", "app.jar"),
                List.of("/system.slice/orders@1.service/x"));

        assertThat(client(ProcessClasses.of(List.of(), file), image)).isEqualTo("orders");
    }

    @Test
    void knowsItsGroupsAndTheLevelsAboveThem() {
        assertThat(shipped.groups()).contains("ethereum", "ethereum/execution", "ethereum/consensus", "database");
        assertThat(shipped.all())
                .filteredOn(each -> each.within("ethereum"))
                .extracting(ProcessClass::client)
                .contains("geth", "lighthouse", "vouch", "mev-boost")
                .doesNotContain("postgres");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "classes: [{client: x, exe: [y]}]                              | unknown key exe. Valid: client, group, executables",
                "classes: [{client: X Y, executables: [y]}]                    | mine.yaml classes[0].client: \"X Y\" is not a client.",
                "classes: [{client: x}]                                        | classes[0]: cannot be recognised.",
                "classes: [{client: x, executables: ['*']}]                    | would match anything or nothing",
                "classes: [{client: x, executables: y}]                        | must be a list, not y. Write [ ] around it.",
                "classes: [{client: x, names: [y], ports: {70000: z}}]         | \"70000\" is no port.",
                "classes: [{client: x, names: [y], listens: [{label: z}]}]     | says no port",
                "classes: [{client: x, names: [y], listens: [{label: z, port: 1, transport: sctp}]}] | sctp is not one of",
                "classes: [                                                    | mine.yaml is not YAML",
                "'- x'                                                         | must be a map of keys"
            })
    void refusesAFileThatItDoesNotUnderstand(String text, String message) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> ClassFile.parse("mine.yaml", text)))
                .isInstanceOf(ClassFileException.class)
                .hasMessageContaining(message);
    }

    private static ProcessClass named(String client, List<String> names) {
        return new ProcessClass(
                client, null, List.of(), List.of(), List.of(), names, List.of(), null, List.of(), List.of(), Map.of(),
                null);
    }
}
