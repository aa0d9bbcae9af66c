package io.borescope.processor.clienttag;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessRecord;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.process.ProcessTags;
import io.borescope.processor.clienttag.ClientTagConfig.Fallback;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTagTest {
    private final TestSettings settings = new TestSettings("client_tag", new HandClock(0, 0));
    private final HandTable table = new HandTable();

    /** A process table that a test fills. */
    private static final class HandTable implements ProcessTable {
        private final Map<Integer, ProcessRecord> records = new HashMap<>();

        @Override
        public Optional<ProcessRecord> find(int process) {
            return Optional.ofNullable(records.get(process));
        }

        @Override
        public Collection<ProcessRecord> all() {
            return records.values();
        }

        void put(String name, String executable, List<String> commandLine, String client) {
            records.put(
                    1, new ProcessRecord(1, 100, 5000, 1, name, executable, commandLine, "", client, Map.of(), false));
        }
    }

    private ProcessTags tags(Fallback fallback, ClientRule... rules) {
        settings.services().publish(ProcessTable.class, table);
        Collected<EventBatch> out = new Collected<>(Signal.EVENTS);
        ClientTag processor = new ClientTag(settings, new ClientTagConfig(List.of(rules), fallback), out);
        processor.start();
        processor.consume(new EventRecords(8).batch(0));
        return out.batches().getFirst().tags();
    }

    private static String client(ProcessTags tags) {
        return tags.find(1).map(ProcessIdentity::client).orElse("nobody");
    }

    @ParameterizedTest
    @CsvSource({
        "geth, geth",
        "reth-binary, reth",
        "beacon-chain, prysm",
        "validator, prysm",
        "nimbus_beacon_n, nimbus",
        "grandine, grandine",
        "postgres, unknown",
        "geth2, unknown"
    })
    void knowsWellKnownClientsByName(String comm, String client) {
        table.put(comm, "", List.of(), "");

        assertThat(client(tags(Fallback.UNKNOWN))).isEqualTo(client);
    }

    @Test
    void anIdentityHoldsPidAndStartOfTheProcess() {
        table.put("geth", "", List.of(), "");

        assertThat(tags(Fallback.UNKNOWN).find(1)).contains(new ProcessIdentity(100, 5000, "geth"));
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN, unknown", "NAME, __kernel__"})
    void whatTheKernelDoesForNobodyInParticularHasAnIdentity(Fallback fallback, String client) {
        table.records.put(EventBatch.KERNEL_PROCESS, ProcessRecord.KERNEL);

        assertThat(tags(fallback).find(EventBatch.KERNEL_PROCESS)).contains(new ProcessIdentity(0, 0, client));
    }

    @Test
    void theRuleThatSelectedTheProcessWins() {
        table.put("geth", "", List.of(), "archive");

        assertThat(client(tags(Fallback.UNKNOWN, new ClientRule("mine", "geth", "", ""))))
                .isEqualTo("archive");
    }

    @Test
    void aConfiguredRuleWinsOverAWellKnownName() {
        table.put("geth", "", List.of(), "");

        assertThat(client(tags(Fallback.UNKNOWN, new ClientRule("mine", "geth", "", ""))))
                .isEqualTo("mine");
    }

    @Test
    void theFirstRuleWhoseConditionsAllHoldDecides() {
        table.put("java", "/opt/jdk/bin/java", List.of("java", "-jar", "teku.jar"), "");

        assertThat(client(tags(
                        Fallback.UNKNOWN,
                        new ClientRule("besu", "java", "", "besu"),
                        new ClientRule("teku", "java", "^/opt/", "-jar teku\\.jar$"),
                        new ClientRule("jvm", "java", "", ""))))
                .isEqualTo("teku");
    }

    @Test
    void aRuleNameLongerThanTheKernelKeepsIsCut() {
        table.put("a_very_long_nam", "", List.of(), "");

        assertThat(client(tags(Fallback.UNKNOWN, new ClientRule("mine", "a_very_long_name", "", ""))))
                .isEqualTo("mine");
    }

    @Test
    void canCallAnUnrecognisedProcessByItsName() {
        table.put("postgres", "", List.of(), "");

        assertThat(client(tags(Fallback.NAME))).isEqualTo("postgres");
    }

    @Test
    void aProcessThatTheTableDoesNotKnowHasNoIdentity() {
        assertThat(tags(Fallback.NAME).find(1)).isEmpty();
    }

    @Test
    void decidesAgainWhenTheEntryHasChanged() {
        table.put("sh", "", List.of(), "");
        ProcessTags tags = tags(Fallback.NAME);
        assertThat(client(tags)).isEqualTo("sh");

        table.put("geth", "", List.of(), "");
        assertThat(client(tags)).isEqualTo("geth");
    }

    @Test
    void aRegularExpressionThatBacktracksWithoutEndDoesNotMatchAndIsCounted() {
        table.put("x", "", List.of("a".repeat(4000)), "");

        assertThat(client(tags(Fallback.UNKNOWN, new ClientRule("mine", "", "", "(a+)+b"))))
                .isEqualTo("unknown");
        assertThat(settings.counted("rules_exhausted")).isEqualTo(1);
    }

    @Test
    void forgetsWhatTheTableHasForgotten() {
        TableTags tags = new TableTags(table, List.of(), Fallback.UNKNOWN);
        table.put("geth", "", List.of(), "");
        assertThat(tags.find(1)).isPresent();
        tags.prune();
        assertThat(tags.remembered()).isEqualTo(1);

        table.records.clear();
        tags.prune();
        assertThat(tags.remembered()).isZero();
    }

    @Test
    void handsBatchesOnUntaggedUntilThereIsAProcessTable() {
        Collected<EventBatch> out = new Collected<>(Signal.EVENTS);
        ClientTag processor = new ClientTag(settings, new ClientTagConfig(List.of(), Fallback.UNKNOWN), out);
        processor.start();
        EventRecords records = new EventRecords(1000);
        processor.consume(records.syscall(EventType.SYSCALL_READ, 1, 1, 1, 1, 0).batch(0));
        assertThat(out.take().getFirst().tags()).isEqualTo(ProcessTags.NONE);

        settings.services().publish(ProcessTable.class, table);
        table.put("geth", "", List.of(), "");
        processor.consume(records.syscall(EventType.SYSCALL_READ, 1, 1, 1, 1, 0).batch(0));
        settings.advance(Duration.ofMinutes(1));
        assertThat(client(out.take().getFirst().tags())).isEqualTo("geth");
    }

    @Test
    void reportsEveryProblemOfARuleAtItsPlace() {
        List<String> problems = new ArrayList<>();
        new ClientTagConfig(
                        List.of(
                                new ClientRule("ok", "x", "", ""),
                                new ClientRule("Bad Client", "", "[", "x".repeat(1001)),
                                new ClientRule("empty", "", "", "")),
                        Fallback.UNKNOWN)
                .validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));

        assertThat(problems).hasSize(4);
        assertThat(problems.get(0)).startsWith("clients[1].client: \"Bad Client\"");
        assertThat(problems.get(1)).startsWith("clients[1].executable: \"[\" is not a regular expression: ");
        assertThat(problems.get(2)).startsWith("clients[1].command_line: is 1001 characters long");
        assertThat(problems.get(3)).startsWith("clients[2]: has no condition");
    }

    @Test
    void cannotBeUsedWithoutAProcessTable() {
        assertThat(new ClientTagFactory().needs()).containsExactly(ProcessTable.class);
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new ClientTag(
                new TestSettings("client_tag", new HandClock(0, 0)),
                new ClientTagConfig(List.of(), Fallback.UNKNOWN),
                batch -> {}));
    }
}
