package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.RealPrometheus;
import io.borescope.testing.Workload;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel tells, as somebody sees it who looks at each edge of the pipeline: events, events of windows, and rows. */
@Timeout(180)
final class TapLiveIT {
    private static final int CALLS = 23;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    /** At once: an answer that never ends would be waited for. */
    @AfterEach
    void close() {
        client.shutdownNow();
    }

    @Test
    void eventsAndWhatBecomesOfThem() throws Throwable {
        LiveKernel.assumeUsable(KernelSupport::missing);
        int admin = RealPrometheus.freePort();
        try (Workload workload = Workload.start("calls", 1, CALLS)) {
            Path config = Files.writeString(folder.resolve("agent.yaml"), """
                    extensions: {admin: {endpoint: '127.0.0.1:%d'}}
                    receivers:
                      process: {include: [{pid: %d}]}
                      ebpf:
                    processors:
                      client_tag:
                      slot_window: {interval: 1s}
                      aggregate:
                    exporters: {debug: {verbosity: basic}}
                    service:
                      extensions: [admin]
                      pipelines:
                        events: {receivers: [process, ebpf], processors: [client_tag, slot_window, aggregate], exporters: [debug]}
                    """.formatted(admin, workload.pid()));
            try (Launcher agent = Launcher.start(List.of("run", "--config", config.toString()), Map.of())) {
                agent.awaitOutput(printed -> printed.contains("Everything is ready."));
                Map<String, BufferedReader> taps = new LinkedHashMap<>();
                for (String query : List.of(
                        "events&filter=event=syscall_write",
                        "events/client_tag&filter=event=syscall_write",
                        "events/slot_window&filter=event=syscall_write",
                        "events/aggregate&filter=metric=syscall_write")) {
                    taps.put(query.substring(0, query.indexOf('&')), open(admin, query));
                }
                workload.release();
                workload.awaitEnd();

                String pid = "\"pid\":" + workload.pid();
                assertThat(record(taps, "events")).contains("\"event\":\"syscall_write\"", pid, "\"latency_ns\":");
                assertThat(record(taps, "events/client_tag")).contains("\"client\":", pid);
                assertThat(record(taps, "events/slot_window")).contains(pid, "\"window\":\"20");
                assertThat(record(taps, "events/aggregate"))
                        .contains("\"metric\":\"syscall_write\"", pid, "\"count\":", "\"histogram\":[");
            }
        }
    }

    /** Opens a tap that ends after one record, and waits until it watches. */
    private BufferedReader open(int port, String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/tap?count=1&edge=%s".formatted(port, query)))
                .build();
        InputStream body = client.send(request, BodyHandlers.ofInputStream()).body();
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        assertThat(lines.readLine()).startsWith("{\"tap\":");
        return lines;
    }

    /** The first record, which comes between the lines that tell the counts. */
    private static String record(Map<String, BufferedReader> taps, String edge) {
        return Objects.requireNonNull(taps.get(edge))
                .lines()
                .filter(line -> !line.startsWith("{\"tap\":"))
                .findFirst()
                .orElseThrow();
    }
}
