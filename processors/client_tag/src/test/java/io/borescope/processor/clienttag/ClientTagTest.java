package io.borescope.processor.clienttag;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessRecord;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.process.ProcessTags;
import io.borescope.processor.clienttag.ClientTagConfig.Fallback;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.OwnershipContract;
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

        void put(String name, String client) {
            records.put(
                    1,
                    new ProcessRecord(
                            1,
                            100,
                            5000,
                            1,
                            name,
                            "",
                            List.of(),
                            "",
                            client,
                            Map.of("container.id", "c0ffee", "process.group", "x"),
                            false));
        }
    }

    private ProcessTags tags(Fallback fallback, String... attributes) {
        settings.services().publish(ProcessTable.class, table);
        Collected<EventBatch> out = new Collected<>(Signal.EVENTS);
        ClientTag processor = new ClientTag(settings, new ClientTagConfig(fallback, List.of(attributes)), out);
        processor.start();
        OwnershipContract.lend(new EventRecords(8).batch(0), processor);
        return out.batches().getFirst().tags();
    }

    private static String client(ProcessTags tags) {
        return tags.find(1).map(ProcessIdentity::client).orElse("nobody");
    }

    @Test
    void anIdentityHoldsPidAndStartOfTheProcess() {
        table.put("geth", "geth");

        assertThat(tags(Fallback.UNKNOWN).find(1)).contains(new ProcessIdentity(100, 5000, "geth"));
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN, unknown", "NAME, __kernel__"})
    void whatTheKernelDoesForNobodyInParticularHasAnIdentity(Fallback fallback, String client) {
        table.records.put(EventBatch.KERNEL_PROCESS, ProcessRecord.KERNEL);

        assertThat(tags(fallback).find(EventBatch.KERNEL_PROCESS)).contains(new ProcessIdentity(0, 0, client));
    }

    @Test
    void theProcessTableSaysWhoAProcessIs() {
        table.put("java", "archive");

        assertThat(client(tags(Fallback.NAME))).isEqualTo("archive");
    }

    @Test
    void anIdentityHasTheAttributesThatAreAskedForAndKnown() {
        table.put("geth", "geth");

        assertThat(tags(Fallback.UNKNOWN, "container.id", "systemd.unit").find(1))
                .contains(new ProcessIdentity(100, 5000, "geth", Map.of("container.id", "c0ffee")));
    }

    @Test
    void batchesCarryTheLabelsOfPorts() {
        PortTable ports = new PortTable() {
            @Override
            public int labelOf(int process, int transport, int localPort, int remotePort) {
                return 7;
            }

            @Override
            public String label(int number) {
                return "el_p2p";
            }
        };
        ProcessTags tags = tags(Fallback.UNKNOWN);
        assertThat(tags.ports()).isSameAs(PortTable.NONE);

        settings.services().publish(PortTable.class, ports);
        assertThat(tags.ports().label(tags.ports().labelOf(1, 0, 30303, 1))).isEqualTo("el_p2p");
    }

    @Test
    void canCallAnUnrecognisedProcessByItsName() {
        table.put("postgres", "");

        assertThat(client(tags(Fallback.NAME))).isEqualTo("postgres");
    }

    @Test
    void aProcessThatTheTableDoesNotKnowHasNoIdentity() {
        assertThat(tags(Fallback.NAME).find(1)).isEmpty();
    }

    @Test
    void decidesAgainWhenTheEntryHasChanged() {
        table.put("sh", "");
        ProcessTags tags = tags(Fallback.NAME);
        assertThat(client(tags)).isEqualTo("sh");

        table.put("geth", "geth");
        assertThat(client(tags)).isEqualTo("geth");
    }

    @Test
    void forgetsWhatTheTableHasForgotten() {
        TableTags tags = new TableTags(table, () -> PortTable.NONE, new ClientTagConfig(Fallback.UNKNOWN, List.of()));
        table.put("geth", "geth");
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
        ClientTag processor = new ClientTag(settings, new ClientTagConfig(Fallback.UNKNOWN, List.of()), out);
        processor.start();
        EventRecords records = new EventRecords(1000);
        OwnershipContract.lend(
                records.syscall(EventType.SYSCALL_READ, 1, 1, 1, 1, 0).batch(0), processor);
        assertThat(out.take().getFirst().tags()).isEqualTo(ProcessTags.NONE);

        settings.services().publish(ProcessTable.class, table);
        table.put("geth", "geth");
        OwnershipContract.lend(
                records.syscall(EventType.SYSCALL_READ, 1, 1, 1, 1, 0).batch(0), processor);
        settings.advance(Duration.ofMinutes(1));
        assertThat(client(out.take().getFirst().tags())).isEqualTo("geth");
    }

    @Test
    void refusesAnAttributeThatIsGivenTwice() {
        List<String> problems = new ArrayList<>();
        new ClientTagConfig(Fallback.UNKNOWN, List.of("container.id", "container.id", ""))
                .validate((key, format, arguments) -> problems.add(key));

        assertThat(problems).containsExactly("attributes[1]", "attributes[2]");
    }

    @Test
    void cannotBeUsedWithoutAProcessTable() {
        assertThat(new ClientTagFactory().needs()).containsExactly(ProcessTable.class);
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new ClientTag(
                new TestSettings("client_tag", new HandClock(0, 0)),
                new ClientTagConfig(Fallback.UNKNOWN, List.of()),
                batch -> {}));
    }
}
