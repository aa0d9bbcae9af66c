package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SchemaTest extends EngineTest {
    private static final List<Table> OTEL = otelTables();

    @BeforeAll
    static void createHead() throws Exception {
        engine.createDatabase("head");
    }

    private static List<Table> otelTables() {
        List<Table> tables = new ArrayList<>(new OtelTables(MetricsTablesConfig.DEFAULT).all());
        tables.addAll(
                new RecordTables(RecordTablesTest.config(Compression.NONE, URI.create("http://localhost:1"))).all());
        return tables;
    }

    @Test
    void everyTableHoldsWhatIsSent() throws Exception {
        Map<String, Map<String, String>> held = new HashMap<>();
        for (String line : engine.query(
                "head", "SELECT table, name, type FROM system.columns WHERE database = currentDatabase()")) {
            String[] fields = line.split("\t");
            held.computeIfAbsent(fields[0], table -> new HashMap<>()).put(fields[1], fields[2]);
        }
        assertThat(held.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.concat(ObservoorTables.all().stream(), OTEL.stream())
                                        .map(Table::name),
                                Stream.of("otel_traces_trace_id_ts", "otel_traces_trace_id_ts_mv"))
                        .distinct()
                        .toList());
        for (Table table : OTEL) {
            assertThat(TableCheck.problem(table, held.get(table.name()))).isEmpty();
        }
        for (Table table : ObservoorTables.all()) {
            assertThat(TableCheck.problem(table, held.get(table.name()))).isEmpty();
            Map<String, String> sent = new HashMap<>();
            table.columns()
                    .forEach(column -> sent.put(column.name(), column.type().sql()));
            assertThat(sent).isEqualTo(held.get(table.name()));
        }
    }

    @Test
    void rowsOfOneProcessAreKeptApartByTheEndOfTheKey() throws Exception {
        List<String> keys = engine.query(
                "head", "SELECT sorting_key FROM system.tables WHERE database = currentDatabase() AND name = 'net_io'");
        assertThat(keys)
                .containsExactly("meta_network_name, window_start, meta_client_name, pid, client_type, port_label,"
                        + " direction, process_start_time, batch_run, batch_sequence, batch_row");
    }

    @Test
    void ourMigrationMayRunTwice() throws Exception {
        engine.createDatabase("twice");
        for (String statement : TestSchema.statements(8, 8)) {
            engine.execute("twice", statement);
        }
    }
}
