package io.borescope.extension.clickhouseembedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Secret;
import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import io.borescope.extension.clickhouseembedded.launcher.EngineMain;
import io.borescope.extension.clickhouseembedded.launcher.LaunchPlan;
import io.borescope.extension.clickhouseembedded.library.LibraryCache;
import io.borescope.extension.clickhouseembedded.library.LibraryPackage;
import io.borescope.testing.CheckContract;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClickHouseEmbeddedTest {
    @TempDir
    private Path folder;

    @Test
    void answersOverHttpAndKeepsDataFromOneRunToTheNext() throws Exception {
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            assertThat(engine.settings.lastStatus()).isEqualTo("ok");
            engine.query("CREATE DATABASE kept");
            engine.query("CREATE TABLE kept.t (a UInt64) ENGINE = MergeTree ORDER BY a");
            engine.query("INSERT INTO kept.t SELECT number FROM numbers(23)");
            engine.query("OPTIMIZE TABLE kept.t FINAL");
        }
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            assertThat(engine.query("SELECT count(), sum(a) FROM kept.t")).isEqualTo("23\t253");
        }
    }

    @Test
    void givesTheEngineItsLimits() throws Exception {
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            String limits = engine.query("""
                    SELECT name, value FROM system.server_settings WHERE name IN
                        ('max_server_memory_usage', 'mark_cache_size', 'primary_index_cache_size', 'uncompressed_cache_size')
                    ORDER BY name
                    """);
            assertThat(limits.lines())
                    .containsExactly(
                            "mark_cache_size\t33554432",
                            "max_server_memory_usage\t1073741824",
                            "primary_index_cache_size\t16777216",
                            "uncompressed_cache_size\t0");
        }
    }

    @Test
    void keepsItsFilesToItsUser() throws Exception {
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            assertThat(Files.getPosixFilePermissions(engine.directory)).hasSize(3);
            assertThat(Files.getPosixFilePermissions(engine.dataDirectory().endpoint()))
                    .hasSize(2);
            assertThat(Files.getPosixFilePermissions(engine.dataDirectory().users()))
                    .hasSize(2);
        }
    }

    @Test
    void startsTheEngineAgainWhenItWasKilled() throws Exception {
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            engine.query("CREATE DATABASE kept");
            ProcessHandle first = engine.process();
            first.destroyForcibly();
            first.onExit().join();

            crankUntilStatus(engine.settings, "recoverable: the engine ended by signal 9");
            engine.settings.clock().advance(Duration.ofMillis(399));
            engine.settings.crank();
            assertThat(engine.settings.counted("engine_restarts")).isZero();

            engine.settings.clock().advance(Duration.ofMillis(1));
            crankUntilStatus(engine.settings, "ok");
            assertThat(engine.settings.counted("engine_restarts")).isEqualTo(1);
            assertThat(engine.query("SHOW DATABASES")).contains("kept");
        }
    }

    /** Of what was said to be stored nothing is missing; the one insert that broke off may be there. */
    @Test
    void keepsEveryAcknowledgedRowThroughCrashesOfTheEngine() throws Exception {
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            engine.query("CREATE TABLE borescope.t (a UInt64) ENGINE = MergeTree ORDER BY a");
            long acknowledged = 0;
            long tried = 0;
            for (String signal : List.of("KILL", "ABRT", "SEGV")) {
                for (int i = 0; i < 23; i++) {
                    engine.query("INSERT INTO borescope.t VALUES (%d)".formatted(++tried));
                    acknowledged++;
                }
                ProcessHandle process = engine.process();
                HttpResponse<String> broken = null;
                try {
                    // Answers late, so that the engine ends before it does.
                    Thread killer = Thread.ofVirtual().start(() -> kill(process, signal));
                    tried++;
                    broken = engine.post(
                            "INSERT INTO borescope.t SELECT %d FROM numbers(3) WHERE NOT ignore(sleepEachRow(1)) LIMIT 1 SETTINGS max_block_size = 1"
                                    .formatted(tried),
                            "");
                    killer.join();
                } catch (IOException e) {
                    assertThat(e).isNotNull();
                }
                assertThat(broken == null || broken.statusCode() != 200).isTrue();
                process.onExit().join();
                crankUntilStatus(engine.settings, "recoverable: the engine ended by signal");
                engine.settings.clock().advance(Duration.ofMinutes(1));
                crankUntilStatus(engine.settings, "ok");
                long kept = Long.parseLong(engine.query("SELECT count(DISTINCT a) FROM borescope.t"));
                assertThat(kept).isBetween(acknowledged, tried);
                acknowledged = kept;
                tried = Math.max(tried, kept);
            }
            assertThat(engine.settings.counted("engine_restarts")).isEqualTo(3);
        }
    }

    private static void kill(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As long as surefire lets a test run: how long an engine takes to start is the machine's affair. */
    private static void crankUntilStatus(TestSettings settings, String status) throws Exception {
        while (!settings.lastStatus().startsWith(status)) {
            settings.crank();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void saysWhoHasTheDirectory() throws Exception {
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            Process other = startAnother(engine.directory);
            String error = new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(other.waitFor()).isEqualTo(1);
            assertThat(error)
                    .contains(engine.directory + " is in use by process "
                            + ProcessHandle.current().pid());
            assertThat(engine.query("SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void changesNothingInADirectoryThatAnotherAgentHas() throws Exception {
        RealEngine.assumeLibrary();
        Path data = folder.resolve("data");
        try (OtherAgent other = OtherAgent.start(data)) {
            String users = Files.readString(new DataDirectory(data).users());
            TestSettings settings = new TestSettings("clickhouse_embedded", new HandClock(0, 0));
            ClickHouseEmbedded second = new ClickHouseEmbedded(settings, RealEngine.config(data, Map.of()));

            assertThatThrownBy(second::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage(
                            "%s is in use by process %d. Stop that, or give each agent a directory of its own.",
                            data, other.pid());
            second.close();
            assertThat(Files.readString(new DataDirectory(data).users())).isEqualTo(users);
            assertThat(new DataDirectory(data).endpoint()).exists();
        }
    }

    /** However an agent ends, the engine ends with it, and what it has acknowledged can be read. */
    @Test
    void endsWithAnAgentThatIsKilledAndLeavesItsDataReadable() throws Exception {
        RealEngine.assumeLibrary();
        Path data = folder.resolve("data");
        try (OtherAgent other = OtherAgent.start(data)) {
            other.ask("CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a");
            for (int i = 0; i < 23; i++) {
                other.ask("INSERT INTO t VALUES (%d)".formatted(i));
            }
            ProcessHandle engine = other.engine();

            other.kill();

            engine.onExit().join();
            TestCall call = new TestCall(
                    "SELECT count(), sum(a) FROM t", Map.of("--directory", data.toString(), "--format", "csv"));
            new QueryCommand(InstantSource.system()).run(call);
            assertThat(call.output()).endsWith("\n23,253\n");
        }
        try (RealEngine next = RealEngine.start(data)) {
            assertThat(next.query("SELECT count() FROM borescope.t")).isEqualTo("23");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/nothing/data", "/dev/null/data"})
    void namesTheDirectoryThatItCannotMake(String directory) throws Exception {
        RealEngine.assumeLibrary();
        TestSettings settings = new TestSettings("clickhouse_embedded", new HandClock(0, 0));
        ClickHouseEmbeddedConfig config = RealEngine.config(Path.of(directory), Map.of());

        assertThatThrownBy(new ClickHouseEmbedded(settings, config)::start)
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cannot use " + directory + " as data directory: ")
                .hasMessageContaining("Set directory to another one");
    }

    @Test
    void namesTheDirectoryThatIsReadOnly() throws Exception {
        RealEngine.assumeLibrary();
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(folder.resolve("disk")), "ro")) {
            TestSettings settings = new TestSettings("clickhouse_embedded", new HandClock(0, 0));
            Path data = disk.path().resolve("data");

            assertThatThrownBy(new ClickHouseEmbedded(settings, RealEngine.config(data, Map.of()))::start)
                    .hasMessageContaining("cannot use " + data + " as data directory: ")
                    .hasMessageContaining("Read-only file system");
        }
    }

    @Test
    void namesTheDirectoryWhoseDiskIsFull() throws Exception {
        RealEngine.assumeLibrary();
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(folder.resolve("disk")), "size=4m")) {
            Path data = disk.path().resolve("data");
            try (RealEngine engine = RealEngine.start(data)) {
                crankUntilStatus(engine.settings, "recoverable: " + data + " has only ");
                engine.query("CREATE TABLE borescope.t (a String) ENGINE = MergeTree ORDER BY a");
                assertThat(engine.post("INSERT INTO borescope.t SELECT randomString(1000) FROM numbers(20000)", "")
                                .body())
                        .contains("NOT_ENOUGH_SPACE");
                assertThat(engine.query("SELECT count() FROM borescope.t")).isEqualTo("0");
            }
            disk.fill();
            TestSettings settings = new TestSettings("clickhouse_embedded", new HandClock(0, 0));
            ClickHouseEmbedded another = new ClickHouseEmbedded(settings, RealEngine.config(data, Map.of()));
            assertThatThrownBy(another::start)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("No space left");
        }
    }

    /** An engine of another parent: the shell that starts it. */
    private static Process startAnother(Path directory) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\"; exit $?", "sh"));
        command.addAll(EngineProcess.command(EngineMain.class));
        Path library =
                LibraryCache.ofUser(System.getenv()).find(LibraryPackage.X86_64).orElseThrow();
        command.addAll(new LaunchPlan(library, directory, "127.0.0.1", 0, "x", false).arguments());
        return new ProcessBuilder(command).start();
    }

    @Test
    void endsTheEngineWhenItCloses() throws Exception {
        RealEngine engine = RealEngine.start(folder.resolve("data"));
        ProcessHandle process = engine.process();
        engine.query("SELECT 1"); // leaves a connection open

        engine.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(engine.dataDirectory().endpoint()).doesNotExist();
    }

    /** The ways in which the JVM ends a process run what C++ has to be run at the end, beside the engine's threads: a crash now and then. */
    @Test
    void endsTheEngineAtWorkWithoutACrash() throws Exception {
        RealEngine.assumeLibrary();
        DataDirectory directory = new DataDirectory(folder.resolve("data"));
        directory.create();
        EngineFiles.write(directory, RealEngine.config(directory.path(), Map.of()), "");
        Path library =
                LibraryCache.ofUser(System.getenv()).find(LibraryPackage.X86_64).orElseThrow();
        LaunchPlan plan = new LaunchPlan(library, directory.path(), "127.0.0.1", 0, "borescope", false);
        for (int i = 0; i < 5; i++) {
            List<String> said = new ArrayList<>();
            EngineProcess engine = EngineProcess.start(plan, said::add);
            while (engine.port().isEmpty()) {
                engine.poll();
            }
            keepBusy(engine.port().getAsInt());

            engine.end();

            assertThat(said).isEmpty();
            assertThat(engine.ending()).isEqualTo("with status 0");
        }
    }

    /** Merges of small parts go on after the inserts. */
    private static void keepBusy(int port) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + port + "/?database=borescope");
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 23; i++) {
                String sql = i == 0
                        ? "CREATE TABLE IF NOT EXISTS t (a UInt64, b String) ENGINE = MergeTree ORDER BY a"
                        : "INSERT INTO t SELECT number, randomString(100) FROM numbers(10000)";
                HttpRequest request = HttpRequest.newBuilder(url)
                        .POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void asksForUserAndPasswordOnceThereAreUsers() throws Exception {
        Map<String, UserConfig> users = Map.of(
                "writer", new UserConfig(new Secret("a long password"), false),
                "reader", new UserConfig(new Secret("another password"), true));
        try (RealEngine engine = RealEngine.start(folder.resolve("data"), users)) {
            assertThat(engine.post("SELECT 1", "").statusCode()).isEqualTo(401);
            assertThat(engine.post("SELECT 1", "default:").statusCode()).isEqualTo(401);
            assertThat(engine.post("SELECT 1", "writer:wrong").body()).contains("Code: 516");
            assertThat(engine.post("SELECT currentUser()", "writer:a long password")
                            .body())
                    .isEqualTo("writer\n");
            assertThat(engine.post("CREATE DATABASE x", "reader:another password")
                            .body())
                    .contains("READONLY");
            assertThat(engine.post("CREATE DATABASE x", "writer:a long password")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(Files.readString(engine.dataDirectory().users())).doesNotContain("password<", "long password");
        }
    }

    /** Behind the guard's back, on the engine's own port, any user of this host may come as the engine's own user. */
    @Test
    void letsTheEnginesOwnUserDoNothingOnceThereAreUsers() throws Exception {
        Map<String, UserConfig> users = Map.of("writer", new UserConfig(new Secret("a long password"), false));
        try (RealEngine engine = RealEngine.start(folder.resolve("data"), users)) {
            String rights = engine.post(
                            "SELECT access_type FROM system.grants WHERE user_name = 'default' AND (database != 'system' OR database IS NULL OR `table` != 'numbers' OR `table` IS NULL)",
                            "borescope:" + engine.endpoint().password())
                    .body();
            assertThat(rights.lines()).containsExactlyInAnyOrder("SYSTEM LISTEN", "CREATE DATABASE");
        }
    }

    /** The agent is often root. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM file('/etc/passwd', LineAsString)",
                "SELECT * FROM `/etc/passwd`",
                "SELECT * FROM default.`/etc/passwd`",
                "CREATE TABLE x.f (l String) ENGINE = File(LineAsString, '/etc/passwd')",
                "CREATE DATABASE y ENGINE = Filesystem('/etc')",
                "CREATE DICTIONARY x.d (k UInt64, v String) PRIMARY KEY k LAYOUT(FLAT()) LIFETIME(0)"
                        + " SOURCE(EXECUTABLE(COMMAND 'id' FORMAT 'TSV'))",
                "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)",
                "SELECT * FROM executable('id', TSV, 'l String')",
                "INSERT INTO FUNCTION file('/tmp/borescope-test', CSV, 'a UInt8') VALUES (1)",
                "BACKUP TABLE x.t TO File('/tmp/borescope-test')",
            })
    void doesNotReachForFilesAndAddressesOnAUsersBehalf(String sql) throws Exception {
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            engine.query("CREATE DATABASE x");
            engine.query("CREATE TABLE x.t (a UInt8) ENGINE = MergeTree ORDER BY a");
            HttpResponse<String> answer = engine.post(sql, "");
            assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(200);
            assertThat(answer.body()).doesNotContain("root:");
        }
    }

    @Test
    void doesNotStartWhereItCannotListen() throws Exception {
        RealEngine.assumeLibrary();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClickHouseEmbeddedConfig config =
                    RealEngine.config(folder.resolve("data"), "127.0.0.1:" + taken.getLocalPort(), Map.of());
            TestSettings settings = new TestSettings("clickhouse_embedded", new HandClock(0, 0));

            assertThatThrownBy(new ClickHouseEmbedded(settings, config)::start)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("cannot listen at 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        RealEngine.assumeLibrary();
        ClickHouseEmbeddedConfig config = RealEngine.config(folder.resolve("data"), Map.of());
        ComponentContract.check(
                () -> new ClickHouseEmbedded(new TestSettings("clickhouse_embedded", new HandClock(0, 0)), config));
    }

    @Test
    void keepsTheContractOfChecks() throws Exception {
        RealEngine.assumeLibrary();
        assertThat(CheckContract.check(new LibraryCheck(Fetch.NEVER))).hasSize(1);
    }
}
