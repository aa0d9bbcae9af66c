/**
 * What records cost on their way through an agent that is a gateway: otlp, batch, otlp.
 *
 * <p>{@link io.borescope.benchmarks.gateway.GatewayComparison} starts gateways as users would, lets a {@code Sender} send the same {@code Load}
 * through each in turn, and waits until a {@code CountingBackend} behind it has counted every record.
 */
@NullMarked
package io.borescope.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
