package io.borescope.extension.health;

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
    /**
     * An answer.
     *
     * @param status of HTTP
     */
    record Answer(int status, String contentType, String body) {}

    static final Answer ALIVE = new Answer(200, "text/plain; charset=utf-8", "alive\n");
    static final Answer NOT_FOUND = new Answer(
            404,
            "text/plain; charset=utf-8",
            "Ask for " + Health.LIVE + ", " + Health.READY + " or " + Health.STATUS + ".\n");
    static final Answer UNKNOWN = new Answer(503, "text/plain; charset=utf-8", "not started\n");

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
    Answer likeTheCollector(AgentHealth health) {
        boolean ready = health.isReady();
        String text = ready ? texts.healthy() : texts.unhealthy();
        int status = ready ? OK : UNAVAILABLE;
        if (text != null) {
            return new Answer(status, "text/plain; charset=utf-8", text);
        }
        Instant since = Instant.EPOCH.plusNanos(health.startedEpochNanos());
        return new Answer(status, JSON, json(out -> {
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

    Answer ready(AgentHealth health) {
        return health.isReady()
                ? new Answer(OK, "text/plain; charset=utf-8", "ready\n")
                : new Answer(UNAVAILABLE, "text/plain; charset=utf-8", "not ready\n");
    }

    /** Every component. 503 if one will not work again without help, or the agent is not ready. */
    Answer status(AgentHealth health) {
        boolean well = health.isReady()
                && health.components().stream().noneMatch(component -> component.state() == State.PERMANENT);
        return new Answer(well ? OK : UNAVAILABLE, JSON, json(out -> {
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
