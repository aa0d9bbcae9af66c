package io.borescope.exporter.clickhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.exporter.clickhouse.ApplyMain;
import io.borescope.exporter.clickhouse.TestEngine;
import io.borescope.testing.LongForm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents that start together, each a process of its own: a hundred with {@code -Dlong=on}, which takes 7 GB. */
@Timeout(3600)
class RacingProcessesTest {
    private static final int PROCESSES = LongForm.isWanted() ? 100 : 6;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private TestEngine engine;
    private EngineDatabase database;

    @BeforeEach
    void startEngine() throws Exception {
        engine = TestEngine.start(folder);
        engine.execute("default", "CREATE DATABASE race");
        database = new EngineDatabase(engine, "race");
    }

    @AfterEach
    void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void oneMigratesAndTheOthersFindItDone() throws Exception {
        start();
        int applied = 0;
        for (Process process : processes) {
            int versions = Integer.parseInt(process.inputReader().readLine());
            assertThat(versions).isIn(0, 8);
            applied += versions;
            assertThat(process.waitFor()).isZero();
        }
        assertThat(applied).isEqualTo(8);
        assertThat(engine.query("race", "SELECT count() FROM schema_migrations"))
                .containsExactly("16");
        assertIsLatest();
    }

    @Test
    void whenTheOneIsKilledAnotherContinues() throws Exception {
        start();
        for (long version = 1; version <= 7; version += 3) {
            kill(holderAt(version));
        }
        int ended = 0;
        for (Process process : processes) {
            ended += process.waitFor() == 0 ? 1 : 0;
        }
        assertThat(ended).isEqualTo(PROCESSES - 3);
        assertIsLatest();
    }

    /** The tables of OpenTelemetry are made beside those that have versions. */
    private void assertIsLatest() throws Exception {
        List<String> versioned = new ArrayList<>(database.description());
        assertThat(versioned.removeIf(line -> line.startsWith("otel_"))).isTrue();
        Golden.assertMatches("single-node.txt", versioned);
    }

    /** The lease of whoever has come as far as a version. */
    private Lease.Entry holderAt(long version) throws Exception {
        while (true) {
            Optional<Lease.Entry> latest = Lease.latest(database);
            if (latest.isPresent() && latest.get().version() >= version) {
                return latest.get();
            }
            Thread.onSpinWait();
        }
    }

    /** With SIGKILL; the lease says what it would say after a minute. */
    private void kill(Lease.Entry holder) throws Exception {
        long pid = Long.parseLong(holder.owner().split("/")[1]);
        Process process = processes.stream()
                .filter(candidate -> candidate.pid() == pid)
                .findFirst()
                .orElseThrow();
        process.destroyForcibly().waitFor();
        Lease.Entry left = Lease.latest(database).orElseThrow();
        assertThat(left.owner()).isEqualTo(holder.owner());
        Lease.Entry over = new Lease.Entry(left.number(), left.owner(), 1, left.version());
        database.execute("ALTER TABLE " + over.table() + " MODIFY COMMENT " + over.comment());
    }

    private void start() throws Exception {
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ApplyMain.class.getName(),
                            engine.uri().toString(),
                            "race")
                    .redirectError(folder.resolve("racer" + i + ".err").toFile())
                    .start());
        }
        for (Process process : processes) {
            BufferedReader reader = process.inputReader();
            String line = reader.readLine();
            while (line != null && !line.equals("ready")) {
                line = reader.readLine();
            }
        }
        for (Process process : processes) {
            OutputStream go = process.getOutputStream();
            go.write('\n');
            go.flush();
        }
    }
}
