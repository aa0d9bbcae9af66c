package io.borescope.extension.health;

import io.borescope.api.http.Page;
import io.borescope.api.telemetry.AgentHealth;
import io.borescope.api.telemetry.AgentHealth.ComponentHealth;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.api.time.EngineClock;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the answers. */
final class HealthAnswer {
    static final Page ALIVE = Page.text(200, "alive\n");
    static final Page NOT_FOUND =
            Page.text(404, "Ask for " + Health.LIVE + ", " + Health.READY + " or " + Health.STATUS + ".\n");
    static final Page UNKNOWN = Page.text(503, "not started\n");

    private static final String JSON = "application/json";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final EngineClock clock;
    private final ResponseBody texts;

    /**
     * @param texts what the Collector's answer says instead
     */
    HealthAnswer(EngineClock clock, ResponseBody texts) {
        this.clock = clock;
        this.texts = texts;
    }

    /** As the Collector's {@code health_check} answers, so that probes made for it read it. */
    Page likeTheCollector(AgentHealth health) {
        boolean ready = health.isReady();
        String text = ready ? texts.healthy() : texts.unhealthy();
        int status = ready ? OK : UNAVAILABLE;
        if (text != null) {
            return Page.text(status, text);
        }
        Instant since = Instant.EPOCH.plusNanos(health.startedEpochNanos());
        return new Page(status, JSON, json(out -> {
            out.writeStringProperty("status", ready ? "Server available" : "Server not available");
            if (ready) {
                out.writeStringProperty("upSince", since.toString());
                out.writeStringProperty("uptime", uptime(health).toString());
            }
        }));
    }

    private Duration uptime(AgentHealth health) {
        return Duration.ofNanos(clock.epochNanos() - health.startedEpochNanos());
    }

    Page ready(AgentHealth health) {
        return health.isReady() ? Page.text(OK, "ready\n") : Page.text(UNAVAILABLE, "not ready\n");
    }

    /** Every component. 503 if one will not work again without help, or the agent is not ready. */
    Page status(AgentHealth health) {
        boolean well = health.isReady()
                && health.components().stream().noneMatch(component -> component.state() == State.PERMANENT);
        return new Page(well ? OK : UNAVAILABLE, JSON, json(out -> {
            out.writeBooleanProperty("ready", health.isReady());
            out.writeStringProperty("started", time(health.startedEpochNanos()));
            out.writeArrayPropertyStart("components");
            for (ComponentHealth component : health.components()) {
                out.writeStartObject();
                out.writeStringProperty("component", component.component());
                out.writeStringProperty("state", component.state().name().toLowerCase(Locale.ROOT));
                out.writeStringProperty("message", component.message());
                out.writeStringProperty("since", time(component.sinceEpochNanos()));
                out.writeEndObject();
            }
            out.writeEndArray();
        }));
    }

    private static String time(long epochNanos) {
        return Instant.EPOCH.plusNanos(epochNanos).toString();
    }

    @FunctionalInterface
    private interface Members {
        void writeTo(JsonGenerator out);
    }

    private static String json(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            members.writeTo(out);
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
