package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.command.Command;
import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandException;
import io.borescope.api.tls.TlsConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** plan, apply and status, through the official client against the real engine. */
@Timeout(1800)
class SchemaCommandsTest extends EngineTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Map<String, String> options = new HashMap<>();
    private final List<ClickHouseExporterConfig> configured = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String database = "";

    @BeforeEach
    void createDatabase() throws Exception {
        database = "commands" + DATABASES.incrementAndGet();
        engine.execute("default", "CREATE DATABASE " + database);
        options.put("--endpoint", engine.uri().toString());
        options.put("--database", database);
    }

    private String run(Command<ClickHouseExporterConfig> command) throws Exception {
        out.getBuffer().setLength(0);
        command.run(new Call());
        return out.toString();
    }

    private ClickHouseExporterConfig config(Duration ttl, URI... endpoints) {
        return new ClickHouseExporterConfig(
                List.of(endpoints),
                database,
                null,
                null,
                Compression.NONE,
                1,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                Map.of(),
                MetricsTablesConfig.DEFAULT,
                TlsConfig.DEFAULT,
                false,
                ClusterConfig.NONE,
                ttl,
                ClickHouseExporterConfig.LOGS,
                ClickHouseExporterConfig.TRACES,
                false,
                null);
    }

    @Test
    void planShowsWhatApplyDoesAndStatusWhatIsThere() throws Exception {
        assertThatThrownBy(() -> run(new StatusCommand()))
                .isInstanceOf(CommandException.class)
                .hasMessage("The schema is not up to date: borescope clickhouse apply");
        assertThat(out.toString()).contains("version  0 of 8\n").contains("missing  1, 2, 3, 4, 5, 6, 7, 8\n");
        assertThat(run(new PlanCommand()))
                .startsWith("-- " + engine.uri() + ", database " + database + "\n")
                .contains("-- version 8: 008_exact_figures\n")
                .contains("-- Only if net_io has a column local_port.\nDROP TABLE IF EXISTS net_io SYNC;\n");
        assertThat(engine.query(database, "SHOW TABLES")).isEmpty();

        assertThat(run(new ApplyCommand()))
                .contains("version 1 (001_metrics), 31 statements")
                .endsWith(": done, version 8\n");

        assertThat(run(new StatusCommand())).isEqualTo("""
                %s, database %s
                  version  8 of 8
                """.formatted(engine.uri(), database));
        assertThat(run(new ApplyCommand())).endsWith(": nothing to do\n");
        assertThat(run(new PlanCommand())).isEmpty();
        assertThat(err.toString()).contains("up to date, nothing to do");
        options.put("--json", "");
        assertThat(run(new StatusCommand()).strip())
                .isEqualTo(
                        "{\"up_to_date\":true,\"databases\":[{\"database\":\"%s, database %s\",\"up_to_date\":true,\"version\":8,\"latest\":8,\"dirty\":false,\"pending\":[],\"missing_tables\":[],\"ttl_changes\":0,\"lease\":null,\"problems\":[],\"notes\":[]}]}"
                                .formatted(engine.uri(), database));

        engine.execute(database, "DROP TABLE net_io SYNC");
        options.remove("--json");
        assertThatThrownBy(() -> run(new StatusCommand())).isInstanceOf(CommandException.class);
        assertThat(out.toString()).contains("problem  table net_io is missing");
    }

    /** As somebody else made them: apply leaves them alone, so status says what to do, and that does it. */
    @Test
    void statusSaysWhatIsWrongWithTablesOfOpenTelemetryAndWhatHelps() throws Exception {
        run(new ApplyCommand());
        engine.execute(database, "ALTER TABLE otel_logs DROP COLUMN SeverityText, DROP COLUMN EventName");
        engine.execute(database, "ALTER TABLE otel_traces DROP INDEX idx_duration");
        engine.execute(database, "ALTER TABLE otel_traces MODIFY COLUMN Duration Int32, DROP COLUMN Events.Name");
        engine.execute(database, "ALTER TABLE otel_metrics_sum MODIFY COLUMN Value Float32");
        assertThatThrownBy(() -> run(new StatusCommand()))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Tables are not as the exporter needs them.");
        assertThat(out.toString()).isEqualTo("""
                %s, database %s
                  version  8 of 8
                  problem  table otel_logs has no column SeverityText. Add it: ALTER TABLE otel_logs ADD COLUMN `SeverityText` LowCardinality(String)
                  problem  table otel_traces has no column Events.Name. Add it: ALTER TABLE otel_traces ADD COLUMN `Events.Name` Array(LowCardinality(String))
                  problem  column Duration of table otel_traces is Int32, which cannot hold the UInt64 that is sent. Change it: ALTER TABLE otel_traces MODIFY COLUMN `Duration` UInt64
                  problem  column Value of table otel_metrics_sum is Float32, which cannot hold the Float64 that is sent. Change it: ALTER TABLE otel_metrics_sum MODIFY COLUMN `Value` Float64
                """.formatted(engine.uri(), database));
        for (String line : out.toString().lines().toList()) {
            if (line.contains(": ALTER TABLE")) {
                engine.execute(database, line.substring(line.indexOf("ALTER TABLE")));
            }
        }
        run(new StatusCommand());
    }

    @Test
    void theConfigurationSaysWhereAndForHowLong() throws Exception {
        options.clear();
        configured.add(config(Duration.ofDays(30), nobody(), engine.uri()));
        assertThatThrownBy(() -> run(new ApplyCommand()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("ConnectException");
        assertThat(out.toString())
                .contains("TTL of 37 tables")
                .contains(engine.uri() + ", database " + database + ": done");

        configured.set(0, config(Duration.ofDays(31), engine.uri()));
        assertThatThrownBy(() -> run(new StatusCommand())).isInstanceOf(CommandException.class);
        assertThat(out.toString()).contains("TTL      differs in 37 tables");
        assertThat(run(new PlanCommand()))
                .contains("ALTER TABLE net_io MODIFY TTL toDateTime(window_start) + toIntervalDay(31);\n");
    }

    private static URI nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    @Test
    void aMissingDatabaseIsNamed() {
        options.put("--database", "nowhere");
        assertThatThrownBy(() -> run(new PlanCommand())).hasMessageContaining("CREATE DATABASE nowhere");
    }

    @Test
    void theCommandLineIsChecked() {
        options.put("--endpoint", "http://me:secret@localhost:8123");
        assertUsage("has a user name in it");
        options.put("--endpoint", "http://local host:8123");
        assertUsage("--endpoint is no address");
        options.remove("--endpoint");
        assertUsage("--database goes with --endpoint");
        options.clear();
        assertUsage("Which database?");
        options.put("--baseline", "9");
        assertUsage("--baseline: \"9\" is not between 1 and 8.");
    }

    private void assertUsage(String message) {
        assertThatThrownBy(() -> run(new PlanCommand()))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        wrong -> assertThat(wrong.isUsage()).isTrue())
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    private final class Call implements CommandCall<ClickHouseExporterConfig> {
        @Override
        public Optional<String> value(String option) {
            return Optional.ofNullable(options.get(option));
        }

        @Override
        public boolean has(String option) {
            return options.containsKey(option);
        }

        @Override
        public Optional<String> argument() {
            return Optional.empty();
        }

        @Override
        public List<ClickHouseExporterConfig> configured() {
            return configured;
        }

        @Override
        public PrintWriter out() {
            return new PrintWriter(out, true);
        }

        @Override
        public PrintWriter err() {
            return new PrintWriter(err, true);
        }
    }
}
