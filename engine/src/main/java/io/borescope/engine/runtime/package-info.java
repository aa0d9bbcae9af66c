/**
 * Turns a plan into running components and back.
 *
 * <p>Start at {@link io.borescope.engine.runtime.Agent}: it holds the order of start and close. A {@code Graph} joins the places of
 * components; a place ({@code ComponentHost}, one subclass per kind) makes its component, contains what it throws and replaces it; an {@code
 * Instance} is one life of a component with the threads, timers and services that end with it.
 *
 * <p>Data flows: a receiver's thread calls its outputs, {@code ReceiverHost}; an {@code Inlet} per pipeline enters the {@code Gate} and
 * merges watermarks; {@code ProcessorHost}s follow each other by plain calls; {@code FanOut} offers an owned batch to the queues in {@code
 * io.borescope.engine.runtime.delivery}. Everything is counted on the way, in {@code io.borescope.engine.runtime.telemetry}.
 */
@NullMarked
package io.borescope.engine.runtime;

import org.jspecify.annotations.NullMarked;
