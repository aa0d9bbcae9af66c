package io.borescope.exporter.clickhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.exporter.clickhouse.TestEngine;
import io.borescope.testing.LongForm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In single-node form, against the real engine. */
@Timeout(3600)
class MigratorTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final SchemaForm SINGLE = new SchemaForm.SingleNode();

    @TempDir
    static Path folder;

    private static TestEngine engine;

    private String name = "";
    private EngineDatabase database;

    @BeforeAll
    static void startEngine() throws Exception {
        engine = TestEngine.start(folder);
    }

    @AfterAll
    static void closeEngine() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void createDatabase() throws Exception {
        name = "migrated" + DATABASES.incrementAndGet();
        engine.execute("default", "CREATE DATABASE " + name);
        database = new EngineDatabase(engine, name);
    }

    @AfterEach
    void dropDatabase() throws Exception {
        engine.execute("default", "DROP DATABASE IF EXISTS " + name);
    }

    private Migrator migrator() {
        return migrator(database, "one/1");
    }

    private static Migrator migrator(Database database, String owner) {
        return new Migrator(database, SINGLE, OtelSchema.NONE, Optional.empty(), owner, System::nanoTime);
    }

    private static List<Long> versions(Plan plan) {
        return plan.versions().stream()
                .map(version -> version.migration().version())
                .toList();
    }

    private Plan apply() throws Exception {
        return migrator().apply(Decisions.NONE, line -> {});
    }

    private void assertIsLatest() throws Exception {
        Golden.assertMatches("single-node.txt", database.description());
        assertThat(engine.query(name, "SELECT version, dirty FROM schema_migrations ORDER BY sequence DESC LIMIT 1"))
                .containsExactly(Migration.LATEST + "\t0");
        assertThat(migrator().status().isUpToDate()).isTrue();
    }

    /** As Observoor leaves it: its statements, and one row with sequence 1 in its own form of the table. */
    private void prepare(long version, boolean dirty) throws Exception {
        for (Migration migration : Migration.all()) {
            if (migration.version() <= version) {
                for (Statement statement : migration.statements()) {
                    engine.execute(name, statement.sql());
                }
            }
        }
        engine.execute(
                name,
                "CREATE TABLE IF NOT EXISTS schema_migrations (version Int64, dirty UInt8, sequence UInt64) ENGINE = TinyLog");
        engine.execute(name, "INSERT INTO schema_migrations VALUES (%d, %d, 1)".formatted(version, dirty ? 1 : 0));
    }

    @Test
    void anEmptyDatabaseGetsAllTablesOnce() throws Exception {
        List<String> progress = new ArrayList<>();

        Plan done = migrator().apply(Decisions.NONE, progress::add);

        assertThat(versions(done)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(progress).hasSize(8).first().isEqualTo("version 1 (001_metrics), 31 statements");
        assertIsLatest();
        assertIsGolangMigrates();
        EngineDatabase again = new EngineDatabase(engine, name);
        assertThat(migrator(again, "two/2").apply(Decisions.NONE, line -> {}).isEmpty())
                .isTrue();
        assertThat(again.statements()).isZero();
    }

    private void assertIsGolangMigrates() throws Exception {
        assertThat(engine.query(name, "DESCRIBE schema_migrations").stream().map(String::strip))
                .containsExactly("version\tInt64", "dirty\tUInt8", "sequence\tUInt64");
        assertThat(
                        engine.query(
                                name,
                                "SELECT engine FROM system.tables WHERE database = currentDatabase() AND name = 'schema_migrations'"))
                .containsExactly("TinyLog");
        List<String> expected = new ArrayList<>();
        for (long version = 1; version <= Migration.LATEST; version++) {
            expected.add(version + "\t1");
            expected.add(version + "\t0");
        }
        assertThat(engine.query(name, "SELECT version, dirty FROM schema_migrations ORDER BY sequence"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7})
    void aDatabaseOfObservoorIsTakenOverFromEachVersion(long version) throws Exception {
        prepare(version, false);
        engine.execute(
                name, "INSERT INTO syscall_read (window_start, count, sum) VALUES ('2026-02-03 04:05:06', 7, 9)");
        engine.execute(name, "INSERT INTO net_io (window_start, count) VALUES ('2026-02-03 04:05:06', 5)");

        assertThat(versions(apply())).first().isEqualTo(version + 1);

        assertIsLatest();
        assertThat(engine.query(name, "SELECT count, sum FROM syscall_read")).containsExactly("7\t9");
        // Version 5 gives up these rows, as Observoor's does.
        assertThat(engine.query(name, "SELECT count FROM net_io")).hasSize(version < 5 ? 0 : 1);
    }

    @Test
    void nothingIsLostWhenTheRecordOfTheVersionIs() throws Exception {
        prepare(8, false);
        engine.execute(name, "CREATE TABLE raw_events (a UInt8) ENGINE = MergeTree ORDER BY a");
        engine.execute(name, "INSERT INTO net_io (window_start, count) VALUES ('2026-02-03 04:05:06', 5)");
        engine.execute(name, "TRUNCATE TABLE schema_migrations");

        assertThatThrownBy(this::apply)
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("schema_migrations does not say of which version")
                .hasMessageContaining("--baseline");
        migrator().apply(new Decisions(OptionalLong.of(1), false), line -> {});

        assertThat(engine.query(name, "EXISTS raw_events")).containsExactly("1");
        engine.execute(name, "DROP TABLE raw_events");
        assertIsLatest();
        assertThat(engine.query(name, "SELECT count FROM net_io")).containsExactly("5");
    }

    @Test
    void aBaselineIsRecordedAndNotRun() throws Exception {
        prepare(8, false);
        engine.execute(name, "DROP TABLE schema_migrations");
        Decisions decisions = new Decisions(OptionalLong.of(8), false);
        assertThat(migrator().plan(decisions).versions()).isEmpty();

        migrator().apply(decisions, line -> {});

        assertThat(engine.query(name, "SELECT version, dirty FROM schema_migrations"))
                .containsExactly("8\t0");
        assertIsLatest();
        assertThatThrownBy(() -> migrator().apply(decisions, line -> {}))
                .hasMessage("--baseline is of no use: the database is at version 8, as schema_migrations says.");
    }

    @Test
    void whatAnotherProgramLeftUnfinishedIsFinishedOnlyWhenToldTo() throws Exception {
        prepare(6, false);
        engine.execute(name, "INSERT INTO schema_migrations VALUES (7, 1, 2)");
        assertThatThrownBy(this::apply)
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("Version 7 was begun and not finished by another program")
                .hasMessageContaining("--resume");
        assertThat(migrator().status().problem()).isPresent();

        Plan done = migrator().apply(new Decisions(OptionalLong.empty(), true), line -> {});

        assertThat(versions(done)).containsExactly(7L, 8L);
        assertIsLatest();
    }

    @Test
    void aNewerDatabaseIsLeftAsItIs() throws Exception {
        prepare(0, false);
        engine.execute(name, "INSERT INTO schema_migrations SELECT 99, 0, max(sequence) + 1 FROM schema_migrations");

        assertThat(apply().isEmpty()).isTrue();

        SchemaStatus status = migrator().status();
        assertThat(status.isUpToDate()).isTrue();
        assertThat(status.notes()).containsExactly("The database is at version 99, and this program knows 8.");
        engine.execute(name, "INSERT INTO schema_migrations SELECT 99, 1, max(sequence) + 1 FROM schema_migrations");
        assertThatThrownBy(this::apply).hasMessageContaining("Use that program");
    }

    @Test
    void theOtherFormIsNotMixedIn() throws Exception {
        engine.execute(name, "CREATE TABLE net_io_local (a UInt8) ENGINE = MergeTree ORDER BY a");
        assertThatThrownBy(this::apply)
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("There is a table net_io_local, so the database has the cluster form")
                .hasMessageContaining("cluster.name");
    }

    /**
     * Within each version, each run dies further on than the one before, and begins with what that one left. At every statement with {@code -Dlong=on}: each run repeats
     * what the ones before did of its version.
     */
    @Test
    void aRunThatIsKilledAtAnyStatementIsContinued() throws Exception {
        int stride = LongForm.isWanted() ? 1 : 7;
        int killed = 0;
        for (long done = 0; done < Migration.LATEST; done = doneVersions()) {
            for (int statements = 1; doneVersions() == done; statements += stride) {
                killAfter(statements);
                killed++;
            }
        }
        apply();

        assertThat(killed).isGreaterThan(150 / stride);
        assertIsLatest();
    }

    /** Each run begins with nothing. */
    @Test
    @EnabledIfSystemProperty(
            named = "borescope.long",
            matches = "on",
            disabledReason = "takes minutes: ./test.sh --long")
    void aRunThatIsKilledOnceIsContinued() throws Exception {
        apply();
        int all = database.statements();
        for (int statements = 1; statements < all; statements++) {
            createDatabase();
            killAfter(statements);
            apply();
            assertIsLatest();
            dropDatabase();
        }
    }

    private void killAfter(int statements) throws Exception {
        Migrator mortal = migrator(database.dyingAfter(statements), "killed/1");
        assertThatThrownBy(() -> mortal.apply(Decisions.NONE, line -> {})).isInstanceOf(SchemaException.class);
        // What a minute would do.
        Lease.Entry left = Lease.latest(database).orElseThrow();
        Lease.Entry over = new Lease.Entry(left.number(), left.owner(), 0, left.version());
        database.execute("ALTER TABLE " + left.table() + " MODIFY COMMENT " + over.comment());
    }

    private long doneVersions() throws Exception {
        VersionTable.Recorded recorded = new VersionTable(database, SINGLE).read();
        return recorded.dirty() ? recorded.version() - 1 : recorded.version();
    }

    @Test
    void rowsAreKeptAsLongAsConfigured() throws Exception {
        prepare(8, false);
        engine.execute(
                name,
                "INSERT INTO net_io (window_start, count) SELECT now64(3) - toIntervalDay(number), number FROM numbers(60)");
        engine.execute(name, "CREATE TABLE other (t DateTime) ENGINE = MergeTree ORDER BY t TTL t + INTERVAL 1 YEAR");
        engine.execute(name, "ALTER TABLE oom_kill MODIFY TTL toDateTime(window_start) + INTERVAL 1 MONTH");
        String tiered =
                "toDateTime(window_start) + toIntervalDay(1) RECOMPRESS CODEC(ZSTD(9)), toDateTime(window_start) + toIntervalDay(9)";
        engine.execute(name, "ALTER TABLE fd_open MODIFY TTL " + tiered);

        assertThat(retained(Duration.ofDays(30)).retention()).hasSize(36);

        engine.execute(name, "OPTIMIZE TABLE net_io FINAL");
        assertThat(engine.query(name, "SELECT max(count) IN (29, 30) FROM net_io"))
                .containsExactly("1");
        assertThat(ttl("net_io")).isEqualTo("toDateTime(window_start) + toIntervalDay(30)");
        assertThat(ttl("oom_kill")).isEqualTo("toDateTime(window_start) + toIntervalDay(30)");
        assertThat(ttl("host_specs")).isEqualTo("toDateTime(event_time) + toIntervalDay(30)");
        assertThat(ttl("fd_open")).contains("RECOMPRESS");
        assertThat(ttl("other")).isEqualTo("t + toIntervalYear(1)");
        assertThat(retained(Duration.ofDays(30)).isEmpty()).isTrue();
        assertThat(apply().isEmpty()).isTrue();
        retained(Duration.ofHours(36));
        assertThat(ttl("net_io")).isEqualTo("toDateTime(window_start) + toIntervalSecond(129600)");
        retained(Duration.ZERO);
        assertThat(ttl("net_io")).isEmpty();
        assertThat(ttl("other")).isNotEmpty();
    }

    private Plan retained(Duration ttl) throws Exception {
        Migrator migrator =
                new Migrator(database, SINGLE, OtelSchema.NONE, Optional.of(ttl), "one/1", System::nanoTime);
        Plan planned = migrator.plan(Decisions.NONE);
        Plan done = migrator.apply(Decisions.NONE, line -> {});
        assertThat(done).isEqualTo(planned);
        return done;
    }

    private String ttl(String table) throws Exception {
        return Retention.ttlOf(engine.query(
                        name,
                        "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = '" + table
                                + "'")
                .getFirst());
    }

    @Test
    void missingTablesOfOpenTelemetryAreMadeAndOthersLeftAsTheyAre() throws Exception {
        engine.execute(name, "CREATE TABLE otel_metrics_gauge (of_somebody_else UInt8) ENGINE = MergeTree ORDER BY ()");
        OtelSchema tables = OtelSchema.named(Map.of(
                "otel_metrics_gauge",
                "otel_metrics_gauge",
                "otel_metrics_sum",
                "my_sums",
                "otel_metrics_histogram",
                "otel_metrics_histogram"));
        Migrator migrator = new Migrator(database, SINGLE, tables, Optional.empty(), "one/1", System::nanoTime);
        assertThat(migrator.status().missingTables()).containsExactly("my_sums", "otel_metrics_histogram");

        Plan done = migrator.apply(Decisions.NONE, line -> {});

        assertThat(done.otelTables()).hasSize(2);
        assertThat(migrator.status().isUpToDate()).isTrue();
        assertThat(migrator.apply(Decisions.NONE, line -> {}).isEmpty()).isTrue();
        assertThat(engine.query(
                        name,
                        "SELECT table, count() FROM system.columns WHERE database = currentDatabase()"
                                + " AND table IN ('my_sums', 'otel_metrics_gauge', 'otel_metrics_histogram')"
                                + " GROUP BY table ORDER BY table"))
                .containsExactly("my_sums\t23", "otel_metrics_gauge\t1", "otel_metrics_histogram\t27");
    }

    @Test
    void newTablesOfOpenTelemetryAreMadeWithTheTtlAndOthersKeepTheirs() throws Exception {
        Migrator makes = migrator(OtelSchema.DEFAULT, Optional.of(Duration.ofDays(30)));
        makes.apply(Decisions.NONE, line -> {});
        for (String table : List.of("otel_logs", "otel_traces")) {
            assertThat(ttl(table)).isEqualTo("toDateTime(Timestamp) + toIntervalDay(30)");
        }
        assertThat(ttl("otel_traces_trace_id_ts")).isEqualTo("toDateTime(Start) + toIntervalDay(30)");
        assertThat(ttl("otel_metrics_summary")).isEqualTo("toDateTime(TimeUnix) + toIntervalDay(30)");

        Migrator later = migrator(OtelSchema.DEFAULT, Optional.of(Duration.ofDays(7)));
        assertThat(later.plan(Decisions.NONE).otelTables()).isEmpty();
        later.apply(Decisions.NONE, line -> {});
        assertThat(ttl("otel_logs")).isEqualTo("toDateTime(Timestamp) + toIntervalDay(30)");
    }

    private Migrator migrator(OtelSchema tables, Optional<Duration> ttl) {
        return new Migrator(database, SINGLE, tables, ttl, "one/1", System::nanoTime);
    }

    /** The names of the two that go with a table of spans follow from its name. */
    @Test
    void theViewGoesWithTheTableOfSpans() throws Exception {
        OtelSchema tables = OtelSchema.named(Map.of(
                "otel_traces", "spans",
                "otel_traces_trace_id_ts", "spans_trace_id_ts",
                "otel_traces_trace_id_ts_mv", "spans_trace_id_ts_mv"));
        Migrator migrator = migrator(tables, Optional.empty());
        assertThat(migrator.status().missingTables())
                .containsExactly("spans", "spans_trace_id_ts", "spans_trace_id_ts_mv");
        migrator.apply(Decisions.NONE, line -> {});
        engine.execute(
                name, "INSERT INTO spans (TraceId, Timestamp) VALUES ('a', 5), ('a', 7000000000), ('', 9000000000)");
        assertThat(engine.query(
                        name, "SELECT TraceId, toUnixTimestamp(Start), toUnixTimestamp(End) FROM spans_trace_id_ts"))
                .containsExactly("a\t0\t7");
        assertThat(migrator.status().isUpToDate()).isTrue();
    }

    @Test
    void thePlanIsWhatIsDone() throws Exception {
        String text = migrator().plan(Decisions.NONE).text();

        for (String statement : text.replaceAll("(?m)^--.*$", "").split(";")) {
            if (!statement.isBlank()) {
                engine.execute(name, statement);
            }
        }

        assertIsLatest();
    }
}
