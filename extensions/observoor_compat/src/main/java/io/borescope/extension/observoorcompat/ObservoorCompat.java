package io.borescope.extension.observoorcompat;

import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.http.Page;
import io.borescope.api.http.PageServer;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.telemetry.AgentFigures;
import io.borescope.api.time.SlotClock;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves Observoor's paths, from what the engine says at each request. */
final class ObservoorCompat implements Extension {
    private static final Logger LOG = LoggerFactory.getLogger(ObservoorCompat.class);
    private static final Page OK = Page.text(200, "ok");
    private static final Page NOT_FOUND = Page.text(404, "Ask for /metrics or /healthz.\n");
    private static final Page NO_PROFILE = Page.text(
            501,
            "Profiles in Go's format are not made. Ask the JVM for one: jcmd %d JFR.start duration=30s filename=/tmp/borescope.jfr\n"
                    .formatted(ProcessHandle.current().pid()));

    private final ExtensionSettings settings;
    private final ObservoorCompatConfig config;
    private @Nullable PageServer server;

    ObservoorCompat(ExtensionSettings settings, ObservoorCompatConfig config) {
        this.settings = settings;
        this.config = config;
    }

    @Override
    public void start() throws StartException {
        PageServer listening = PageServer.listen(
                settings.id(),
                config.endpoint(),
                "Choose another endpoint, or stop the Observoor that is there.",
                request -> answer(request.getRequestURI().getPath()));
        server = listening;
        LOG.atInfo().log("{}: Observoor's metrics are at http://{}/metrics", settings.id(), listening.address());
    }

    /** The port that is listened at; for tests. */
    int port() {
        return server == null ? 0 : server.address().port();
    }

    private Page answer(String path) throws IOException {
        return switch (path) {
            case "/metrics" -> new Page(200, MetricsPage.CONTENT_TYPE, MetricsPage.write(now()));
            case "/healthz" -> OK;
            case "/debug/pprof/profile", "/debug/pprof/flamegraph" -> NO_PROFILE;
            default -> NOT_FOUND;
        };
    }

    private FiguresNow now() {
        return new FiguresNow(
                settings.services()
                        .find(AgentFigures.class)
                        .map(AgentFigures::read)
                        .orElse(List.of()),
                settings.services().find(ProcessTable.class),
                settings.services()
                        .find(SlotClock.class)
                        .map(slots -> slots.slotAt(settings.clock().epochNanos())));
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
