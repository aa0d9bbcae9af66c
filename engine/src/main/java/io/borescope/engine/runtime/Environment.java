package io.borescope.engine.runtime;

import io.borescope.api.BatchIds;
import io.borescope.api.Resource;
import io.borescope.api.time.EngineClock;
import io.borescope.engine.runtime.telemetry.MeterRegistry;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all components of an agent share.
 *
 * @param scheduler one thread for short engine tasks that never block; nothing of a component runs on it
 * @param restartDelays between the failure of a component and its replacement
 */
record Environment(
        Resource resource,
        EngineClock clock,
        BatchIds batchIds,
        ServiceRegistry services,
        MeterRegistry meters,
        ScheduledExecutorService scheduler,
        RestartDelays restartDelays) {}
