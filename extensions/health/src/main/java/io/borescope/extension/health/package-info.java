/**
 * Answers whether the agent is well, over HTTP.
 *
 * <p>{@link io.borescope.extension.health.HealthFactory} makes the extension {@code Health}, which asks the engine's {@link
 * io.borescope.api.telemetry.AgentHealth} anew for each request and writes {@code HealthAnswer}s.
 */
@NullMarked
package io.borescope.extension.health;

import org.jspecify.annotations.NullMarked;
