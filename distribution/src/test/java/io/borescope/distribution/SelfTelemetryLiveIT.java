package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.RealPrometheus;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the packaged agent says about itself while it observes a process through a real kernel. */
@Timeout(180)
final class SelfTelemetryLiveIT {
    private static final Pattern OWN =
            Pattern.compile("# TYPE borescope_(receiver|processor|exporter|extension)_([a-z_]+) [a-z]+");
    private static final Pattern ROW = Pattern.compile("syscall_write +[0-9]");
    private static final Pattern UNITS = Pattern.compile("(_nanoseconds|_bytes|_seconds)?(_total)?$");

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void needsAKernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void programsProbesRingsAndWindowsHaveFiguresAndObservoorsToo() throws Exception {
        int page = RealPrometheus.freePort();
        int compat = RealPrometheus.freePort();
        try (Workload workload = Workload.start("calls", 1, 2300);
                Launcher agent = Launcher.start(
                        List.of(
                                "run",
                                "--config",
                                "../config/quickstart.yaml",
                                "--set",
                                "service.telemetry.metrics={level: detailed, address: '127.0.0.1:%d'}".formatted(page),
                                "--set",
                                "extensions.observoor_compat.endpoint=127.0.0.1:" + compat,
                                "--set",
                                "service.extensions=[observoor_compat]"),
                        Map.of("BORESCOPE_PID", String.valueOf(workload.pid())))) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            workload.release();
            workload.awaitEnd();
            agent.awaitOutput(printed -> ROW.matcher(printed).find());

            String metrics = await(page, text -> sum(text, "borescope_receiver_ebpf_program_runs_total"));
            assertThat(sum(metrics, "borescope_receiver_ebpf_program_run_time_nanoseconds_total"))
                    .isPositive();
            assertThat(sum(metrics, "borescope_receiver_ebpf_probe_attached"))
                    .isEqualTo(sum(metrics, "borescope_receiver_ebpf_probe_groups_attached"))
                    .isPositive();
            assertThat(sum(metrics, "borescope_receiver_ebpf_ring_capacity_bytes"))
                    .isPositive();
            assertThat(sum(metrics, "borescope_processor_slot_window_windows_closed_total"))
                    .isPositive();
            assertThat(sum(metrics, "borescope_receiver_accepted_events_total")).isGreaterThan(2300);
            assertEachIsOnThePageOfItsComponent(metrics);

            String observoor = get(compat);
            assertThat(sum(observoor, "observoor_events_received_total")).isGreaterThan(2300);
            assertThat(sum(observoor, "observoor_bpf_programs_attached")).isPositive();
            assertThat(sum(observoor, "observoor_slots_flushed_total")).isPositive();
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
        }
    }

    /** Asks until a figure is above 0. */
    private String await(int port, ToDoubleFunction<String> figure) throws Exception {
        String text = get(port);
        while (figure.applyAsDouble(text) <= 0) {
            text = get(port);
        }
        return text;
    }

    private String get(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static double sum(String page, String name) {
        return page.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static void assertEachIsOnThePageOfItsComponent(String metrics) throws IOException {
        for (String line : metrics.lines().toList()) {
            Matcher type = OWN.matcher(line);
            if (type.matches()) {
                assertIsOnAPage(type.group(1) + "s", type.group(2));
            }
        }
    }

    /** What begins with no component's name is the engine's, which has a table of its own. */
    private static void assertIsOnAPage(String folder, String name) throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("../docs/components", folder))) {
            for (Path page : pages.toList()) {
                String component = page.getFileName().toString().replace(".md", "") + "_";
                if (name.startsWith(component)) {
                    String own = name.substring(component.length());
                    String plain = UNITS.matcher(own).replaceFirst("");
                    assertThat(Files.readString(page))
                            .as("%s says what %s is", page, name)
                            .containsAnyOf("`" + plain + "`", "`" + own.replace("_total", "") + "`");
                }
            }
        }
    }
}
