package io.borescope.engine.telemetry;

import io.borescope.api.Resource;
import io.borescope.api.telemetry.AgentFigures;
import io.borescope.api.telemetry.FigureLevel;
import io.borescope.engine.plan.TelemetryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what the agent counts about itself, as configured. It never keeps the agent from running: what cannot be opened is left out, with a
 * warning. Classes of the SDK are loaded only if there is a reader.
 */
public final class SelfTelemetry implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SelfTelemetry.class);

    private final TelemetryPlan plan;
    private final AgentFigures figures;
    private final Resource resource;
    private final UUID agentId;
    private final List<AutoCloseable> open = new ArrayList<>();

    /**
     * @param resource of everything the agent sends
     * @param agentId the same for each run of this instance
     */
    public SelfTelemetry(TelemetryPlan plan, AgentFigures figures, Resource resource, UUID agentId) {
        this.plan = plan;
        this.figures = figures;
        this.resource = resource;
        this.agentId = agentId;
    }

    /** Opens all readers that can be opened. */
    public void start() {
        if (plan.level() == FigureLevel.NONE || plan.readers().isEmpty()) {
            return;
        }
        SdkReaders readers = new SdkReaders(plan, figures, resource, agentId);
        for (TelemetryPlan.Reader reader : plan.readers()) {
            try {
                open.add(readers.open(reader));
            } catch (Exception failure) {
                log.warn("The agent's own metrics are not shown: {}", failure.getMessage());
                log.debug("{}", reader, failure);
            }
        }
    }

    /** Pushes the last figures, and stops. Takes two seconds at most. */
    @Override
    public void close() {
        for (AutoCloseable reader : open) {
            try {
                reader.close();
            } catch (Exception failure) {
                log.debug("cannot close a reader of the agent's own metrics", failure);
            }
        }
        open.clear();
    }
}
