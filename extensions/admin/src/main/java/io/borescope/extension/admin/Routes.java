package io.borescope.extension.admin;

import com.sun.net.httpserver.HttpExchange;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.control.AgentReload;
import io.borescope.api.telemetry.PipelineTaps;
import io.borescope.api.telemetry.PipelineTaps.Edge;
import io.borescope.api.telemetry.PipelineTaps.TappedPipeline;
import io.borescope.api.telemetry.PipelineTaps.Watch;
import io.borescope.extension.admin.tap.FieldFilter;
import io.borescope.extension.admin.tap.Layout;
import io.borescope.extension.admin.tap.RecordWatcher;
import io.borescope.extension.admin.tap.TapStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** What can be asked for. Thread-safe. */
final class Routes {
    private static final String PAGES_ARE = """
            Ask for one of these:
              GET  /                       the page of live pipelines
              GET  /pipelines              the same as JSON
              GET  /edges                  where one may look
              GET  /tap?edge=EDGE          what passes there
              POST /reload                 reads the configuration again
              GET  /profile/cpu?seconds=5  where the agent's CPU time goes
              POST /profile/jfr?seconds=5  a flight recording of the JDK
              GET  /threads                what each thread does
            """;
    private static final String BUSY_PROFILE = "A profile is being made already. Try again when it is done.\n";
    private static final int MOST_TAPS = 4;
    private static final int MOST_FILTERS = 8;
    private static final int MOST_RATE = 1_000;
    private static final int LONGEST_PROFILE = 300;

    private final ExtensionSettings settings;
    private final AgentReport report;
    private final Profiles profiles = new Profiles();
    private final Semaphore taps = new Semaphore(MOST_TAPS);

    Routes(ExtensionSettings settings) {
        this.settings = settings;
        this.report = new AgentReport(settings);
    }

    /** The answer to a request that was let in. */
    Reply answer(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        try {
            Query query = new Query(exchange.getRequestURI());
            return switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> get(path, query);
                case "POST" -> post(path, query);
                default -> Reply.text(405, "GET or POST.\n").with("Allow", "GET, HEAD, POST");
            };
        } catch (IllegalArgumentException wrong) {
            return Reply.text(400, wrong.getMessage() + "\n");
        }
    }

    private Reply get(String path, Query query) throws IOException, InterruptedException {
        return switch (path) {
            case "/" -> resource("page.html", "text/html; charset=utf-8");
            case "/page.js" -> resource("page.js", "text/javascript; charset=utf-8");
            case "/page.css" -> resource("page.css", "text/css; charset=utf-8");
            case "/pipelines" -> Reply.json(200, report.write());
            case "/edges" -> edges(query);
            case "/tap" -> tap(query);
            case "/threads" -> Reply.text(200, Profiles.threads());
            case "/profile/cpu" ->
                profiles.cpu(seconds(query))
                        .map(stacks -> Reply.text(200, stacks))
                        .orElse(Reply.text(409, BUSY_PROFILE));
            case "/reload", "/profile/jfr" -> Reply.text(405, "POST it.\n").with("Allow", "POST");
            case "/debug/servicez", "/debug/pipelinez", "/debug/extensionz" ->
                Reply.text(302, "The page is at /.\n").with("Location", "/");
            default -> Reply.text(404, PAGES_ARE);
        };
    }

    private Reply post(String path, Query query) throws IOException, InterruptedException {
        return switch (path) {
            case "/reload" -> reload();
            case "/profile/jfr" ->
                profiles.flightRecording(seconds(query))
                        .map(recording -> Reply.stream("application/octet-stream", out -> {
                                    try (recording) {
                                        recording.transferTo(out);
                                    }
                                })
                                .with("Content-Disposition", "attachment; filename=\"borescope.jfr\""))
                        .orElse(Reply.text(409, BUSY_PROFILE));
            default -> Reply.text(404, PAGES_ARE);
        };
    }

    private static long seconds(Query query) {
        return query.number("seconds", 5, 1, LONGEST_PROFILE);
    }

    private static Reply resource(String name, String contentType) throws IOException {
        try (InputStream content = Routes.class.getResourceAsStream(name)) {
            return Reply.of(
                    200, contentType, Objects.requireNonNull(content, name).readAllBytes());
        }
    }

    private Reply reload() throws InterruptedException {
        Optional<AgentReload> reload = settings.services().find(AgentReload.class);
        if (reload.isEmpty()) {
            return Reply.text(501, "This agent was not started from files.\n");
        }
        AgentReload.Outcome outcome = reload.get().reload();
        return Reply.json(outcome.succeeded() ? 200 : 422, Json.object(out -> AgentReport.writeOutcome(out, outcome)));
    }

    private List<Edge> edges() {
        return settings.services().find(PipelineTaps.class).stream()
                .flatMap(service -> service.pipelines().stream())
                .map(TappedPipeline::edges)
                .flatMap(List::stream)
                .toList();
    }

    private Reply edges(Query query) {
        if (Layout.of(query.first("format").orElse("text")) == Layout.TEXT) {
            return Reply.text(
                    200,
                    edges().stream()
                            .map(edge -> "%-15s %s\n".formatted(edge.signal(), edge.name()))
                            .collect(Collectors.joining()));
        }
        return Reply.json(
                200,
                Json.object(out -> Json.array(out, "edges", edges(), edge -> {
                    out.writeStringProperty("edge", edge.name());
                    out.writeStringProperty("signal", edge.signal().name());
                })));
    }

    private Reply tap(Query query) {
        String edge = query.first("edge").orElseThrow(() -> new IllegalArgumentException("edge says which."));
        Layout layout = Layout.of(query.first("format").orElse("json"));
        int rate = (int) query.number("rate", 10, 1, MOST_RATE);
        long count = query.number("count", 0, 0, 999_999_999);
        List<String> conditions = query.all("filter");
        if (conditions.size() > MOST_FILTERS) {
            throw new IllegalArgumentException("more than " + MOST_FILTERS + " filters");
        }
        List<FieldFilter> filters = conditions.stream().map(FieldFilter::of).toList();
        RecordWatcher watcher = new RecordWatcher(settings.clock(), filters, rate);
        if (edges().stream().noneMatch(each -> each.name().equals(edge))) {
            return Reply.text(404, "There is no such edge. GET /edges lists them.\n");
        }
        if (taps.availablePermits() == 0) {
            return Reply.text(429, "There are " + MOST_TAPS + " watching already. Try again when one has left.\n");
        }
        TapStream stream = new TapStream(edge, watcher, layout, settings.clock(), count);
        return Reply.stream(layout.contentType(), out -> watch(edge, watcher, stream, out));
    }

    /** Where somebody was faster and took the last place, nothing is shown. */
    private void watch(String edge, RecordWatcher watcher, TapStream stream, OutputStream out) throws IOException {
        if (!taps.tryAcquire()) {
            return;
        }
        try {
            Optional<Watch> watching =
                    settings.services().find(PipelineTaps.class).flatMap(service -> service.watch(edge, watcher));
            if (watching.isPresent()) {
                try (Watch watch = watching.get()) {
                    stream.writeTo(out, watch);
                }
            }
        } finally {
            taps.release();
        }
    }
}
