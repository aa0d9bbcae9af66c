package io.borescope.extension.health;

import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.http.Page;
import io.borescope.api.http.PageServer;
import io.borescope.api.telemetry.AgentHealth;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says over HTTP how the agent is, from what the engine says at each request. */
final class Health implements Extension {
    static final String LIVE = "/live";
    static final String READY = "/ready";
    static final String STATUS = "/status";

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final ExtensionSettings settings;
    private final HealthConfig config;
    private final Map<String, Function<AgentHealth, Page>> pages;
    private @Nullable PageServer server;

    Health(ExtensionSettings settings, HealthConfig config) {
        this.settings = settings;
        this.config = config;
        HealthAnswer answers = new HealthAnswer(settings.clock(), config.responseBody());
        this.pages = Map.of(
                config.path(),
                answers::likeTheCollector,
                LIVE,
                _ -> HealthAnswer.ALIVE,
                READY,
                answers::ready,
                STATUS,
                answers::status);
    }

    @Override
    public void start() throws StartException {
        PageServer listening = PageServer.listen(
                settings.id(),
                config.endpoint(),
                "Choose another endpoint.",
                request -> answer(request.getRequestURI().getPath()));
        server = listening;
        LOG.atInfo().log("{}: http://{}{}", settings.id(), listening.address(), config.path());
    }

    /** The port that is listened at; for tests. */
    int port() {
        return server == null ? 0 : server.address().port();
    }

    private Page answer(String path) {
        Function<AgentHealth, Page> page = pages.get(path);
        return page == null
                ? HealthAnswer.NOT_FOUND
                : settings.services().find(AgentHealth.class).map(page).orElse(HealthAnswer.UNKNOWN);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
