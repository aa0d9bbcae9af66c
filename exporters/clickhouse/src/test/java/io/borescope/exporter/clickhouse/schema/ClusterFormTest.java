package io.borescope.exporter.clickhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.exporter.clickhouse.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cluster form as text, and on the real engine in all but what it cannot: it has no Keeper, so that {@code ON CLUSTER} is left out and tables are not
 * replicated there.
 */
@Timeout(1800)
class ClusterFormTest {
    private static final SchemaForm CLUSTER = new SchemaForm.Cluster(
            "{cluster}", "/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}", "{replica}");
    private static final String CONFIG = """
            <clickhouse>
              <macros><cluster>one</cluster><shard>1</shard><replica>a</replica><installation>test</installation></macros>
              <remote_servers><one><shard><replica><host>127.0.0.1</host><port>9000</port></replica></shard></one></remote_servers>
            </clickhouse>
            """;

    @TempDir
    static Path folder;

    private static TestEngine engine;

    private EngineDatabase database;

    @BeforeAll
    static void startEngine() throws Exception {
        Path config = Files.writeString(folder.resolve("config.xml"), CONFIG);
        engine = TestEngine.start(folder, "--config-file=" + config);
    }

    @AfterAll
    static void closeEngine() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void createDatabase() throws Exception {
        engine.execute("default", "DROP DATABASE IF EXISTS observoor SYNC");
        engine.execute("default", "CREATE DATABASE observoor");
        database = new EngineDatabase(engine, "observoor", ClusterFormTest::withoutKeeper);
    }

    private static String withoutKeeper(String sql) {
        return sql.replace(" ON CLUSTER '{cluster}'", "")
                .replaceAll("ReplicatedReplacingMergeTree\\('[^']*', '[^']*', ", "ReplacingMergeTree(")
                .replaceAll("ReplicatedMergeTree\\('[^']*', '[^']*'\\)", "MergeTree()");
    }

    private Migrator migrator(SchemaForm form, Optional<Duration> ttl) {
        return new Migrator(database, form, OtelSchema.NONE, ttl, "one/1", System::nanoTime);
    }

    @Test
    void eachVersionIsWhatUsersOfObservoorHave() throws Exception {
        Plan plan = migrator(CLUSTER, Optional.of(Duration.ofDays(30))).plan(Decisions.NONE);
        Golden.assertMatches("cluster.sql", plan.text().lines().toList());
    }

    @Test
    void allTablesAreMadeAndRowsGoThroughTheDistributedOnes() throws Exception {
        migrator(CLUSTER, Optional.empty()).apply(Decisions.NONE, line -> {});

        Golden.assertMatches("cluster.txt", database.description());
        assertThat(migrator(CLUSTER, Optional.empty()).status().isUpToDate()).isTrue();
        engine.execute("observoor", "INSERT INTO net_io (window_start, count, lost_events) VALUES (now64(3), 5, 7)");
        assertThat(engine.query("observoor", "SELECT count, lost_events FROM net_io_local"))
                .containsExactly("5\t7");
        assertThatThrownBy(() ->
                        migrator(new SchemaForm.SingleNode(), Optional.empty()).plan(Decisions.NONE))
                .hasMessageContaining("so the database has the cluster form")
                .hasMessageContaining("\"{cluster}\" for what Observoor made");
    }

    @Test
    void tablesOfOpenTelemetryAreDistributedToo() throws Exception {
        OtelSchema tables = OtelSchema.DEFAULT;
        Migrator migrator = new Migrator(database, CLUSTER, tables, Optional.empty(), "one/1", System::nanoTime);

        assertThat(migrator.apply(Decisions.NONE, line -> {}).otelTables()).hasSize(17);

        engine.execute("observoor", "INSERT INTO otel_metrics_sum (MetricName, Value) VALUES ('lost_events', 5)");
        assertThat(engine.query("observoor", "SELECT MetricName, Value FROM otel_metrics_sum_local"))
                .containsExactly("lost_events\t5");
        engine.execute("observoor", "INSERT INTO otel_traces (TraceId, Timestamp) VALUES ('a', 5), ('b', 7)");
        assertThat(engine.query("observoor", "SELECT TraceId FROM otel_traces_trace_id_ts ORDER BY TraceId"))
                .containsExactly("a", "b");
        assertThat(migrator.status().isUpToDate()).isTrue();
    }

    @Test
    void tablesOfOpenTelemetryAreAsTheyAreReviewed() throws Exception {
        Migrator migrator = new Migrator(
                database, CLUSTER, OtelSchema.DEFAULT, Optional.of(Duration.ofDays(30)), "one/1", System::nanoTime);
        List<String> text = migrator.plan(Decisions.NONE).text().lines().toList();
        Golden.assertMatches(
                "otel-cluster.sql",
                text.subList(text.indexOf("-- tables of OpenTelemetry"), text.size()).stream()
                        .takeWhile(line -> !line.startsWith("-- how long"))
                        .toList());
    }

    @Test
    void tablesThatHoldRowsAreThoseOfASingleNode() throws Exception {
        List<String> single = Files.readAllLines(Golden.path("single-node.txt"));
        assertThat(Files.readAllLines(Golden.path("cluster.txt")).stream()
                        .filter(line -> line.contains("_local | "))
                        .map(line -> line.replace("_local | ", " | ")))
                .containsExactlyInAnyOrderElementsOf(single.stream()
                        .map(line -> line.replace(", non_replicated_deduplication_window = 1000", ""))
                        .toList());
    }

    @Test
    void aClusterOfObservoorIsTakenOver() throws Exception {
        for (Migration migration : Migration.all().subList(0, 7)) {
            for (Statement statement : migration.statements()) {
                for (Step step : CLUSTER.steps(statement)) {
                    database.execute(step.sql());
                }
            }
        }
        VersionTable versions = new VersionTable(database, CLUSTER);
        database.execute(versions.creation().sql());
        database.execute("INSERT INTO schema_migrations VALUES (7, 0, 1)");
        engine.execute("observoor", "INSERT INTO net_io (window_start, count) VALUES ('2026-02-03 04:05:06', 5)");

        Plan done = migrator(CLUSTER, Optional.empty()).apply(Decisions.NONE, line -> {});

        assertThat(done.versions()).hasSize(1);
        Golden.assertMatches("cluster.txt", database.description());
        assertThat(engine.query("observoor", "SELECT count FROM net_io")).containsExactly("5");
        assertThat(versions.read()).isEqualTo(new VersionTable.Recorded(8, false));
    }

    @Test
    void theOtherFormIsNotMixedIn() throws Exception {
        engine.execute("observoor", "CREATE TABLE net_io (a UInt8) ENGINE = ReplacingMergeTree ORDER BY a");
        assertThatThrownBy(() -> migrator(CLUSTER, Optional.empty()).plan(Decisions.NONE))
                .hasMessageContaining("net_io is a ReplacingMergeTree, so the database has the single-node form");
    }
}
