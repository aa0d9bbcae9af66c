/**
 * Stands between clients and the engine's HTTP interface, because a connection that breaks at the wrong moment ends the engine.
 *
 * <p>{@link io.borescope.extension.clickhouseembedded.guard.Guard} listens and keeps the time; each {@code Client} reads one {@code Request}
 * after the other and hands it to an {@code Exchange}, which sends it to the engine over a connection of the {@code UpstreamPool} and brings
 * the answer back. {@code HttpInput}, {@code Head} and {@code Body} know HTTP. Runs in the engine's process and uses nothing but the JDK.
 */
@NullMarked
package io.borescope.extension.clickhouseembedded.guard;

import org.jspecify.annotations.NullMarked;
