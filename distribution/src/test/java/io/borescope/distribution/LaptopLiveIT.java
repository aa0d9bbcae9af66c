package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./run.sh} shows a newcomer: config/laptop.yaml with the embedded ClickHouse, and queries during the run and after it. */
final class LaptopLiveIT {
    private static final int CALLS = 2300;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needAKernelAndAnEngine() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        try (Launcher fetch = Launcher.start(List.of("clickhouse", "fetch"), Map.of())) {
            Assumptions.assumeTrue(fetch.awaitEnd() == 0, fetch.output());
        }
    }

    @Test
    void answersWhileTheAgentRunsAndAfterIt() throws Exception {
        try (Workload workload = Workload.start("calls", 1, CALLS);
                Launcher agent = observing(workload)) {
            letItWork(workload, agent);
            assertThat(agent.output()).contains("syscall_write"); // the table, too

            agent.terminate();
            assertThat(agent.awaitEnd()).isZero();
            assertThat(agent.output()).containsPattern("metrics/kernel -> clickhouse: exported [0-9,]+, held 0");
        }
        assertThat(writes()).contains(",workload,", ",write," + CALLS + ",");
        assertThat(query("tables")).contains("\"syscall_write\"", "\"cpu_utilization\"", "\"process_exit\"");
        assertThat(query("hosts")).contains(System.getProperty("os.version"));
        assertThat(query("SELECT sum(count_exact) FROM syscall_write FINAL")).endsWith("\n" + CALLS + "\n");
    }

    @Test
    void keepsWhatWasStoredWhenTheAgentIsKilled() throws Exception {
        try (Workload workload = Workload.start("calls", 1, CALLS);
                Launcher agent = observing(workload)) {
            letItWork(workload, agent);

            agent.kill();
        }
        assertThat(writes()).contains(",write," + CALLS + ",");
    }

    private Launcher observing(Workload workload) throws Exception {
        return Launcher.start(
                List.of(
                        "run",
                        "--config",
                        Launcher.HOME.resolve("config/laptop.yaml").toString(),
                        "--set",
                        "extensions.clickhouse_embedded.directory=" + data(),
                        "--set",
                        "exporters.clickhouse.sending_queue.batch.flush_timeout=200ms"),
                Map.of(
                        "BORESCOPE_PID",
                        String.valueOf(workload.pid()),
                        "BORESCOPE_CLIENT",
                        "workload",
                        "BORESCOPE_CLICKHOUSE",
                        "127.0.0.1:" + freePort()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Until the engine has all of it. */
    private void letItWork(Workload workload, Launcher agent) throws Exception {
        agent.awaitOutput(printed -> printed.contains("Everything is ready."));
        workload.release();
        workload.awaitEnd();
        agent.awaitOutput(_ -> hasAllWrites());
    }

    private boolean hasAllWrites() {
        try {
            return tryToQuery("syscalls").replace("\"", "").contains(",write," + CALLS + ",");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String writes() throws Exception {
        return query("syscalls").replace("\"", "");
    }

    private String query(String query) throws Exception {
        return Launcher.run(queryArguments(query).toArray(String[]::new));
    }

    /** The tables may still be in the making: then the answer says so. */
    private String tryToQuery(String query) throws IOException, InterruptedException {
        try (Launcher asking = Launcher.start(queryArguments(query), Map.of())) {
            asking.awaitEnd();
            return asking.output();
        }
    }

    private List<String> queryArguments(String query) {
        return List.of("query", query, "--format", "csv", "--directory", data().toString());
    }

    private Path data() {
        return folder.resolve("data");
    }
}
