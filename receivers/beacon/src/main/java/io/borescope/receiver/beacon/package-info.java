/**
 * Learns from a beacon node where slots begin and how far the node is.
 *
 * <p>{@link io.borescope.receiver.beacon.BeaconReceiver} owns all; {@link io.borescope.receiver.beacon.NodeCycle} runs on its one thread
 * and asks one node at a time through {@link io.borescope.receiver.beacon.NodeClient}, without waiting for an answer. {@link
 * io.borescope.receiver.beacon.ChainFacts} and {@link io.borescope.receiver.beacon.SyncState} are what an answer says, read from {@link
 * io.borescope.receiver.beacon.Members}. {@link io.borescope.receiver.beacon.SlotSource} decides which slots are in use, publishes them
 * as the {@link io.borescope.api.time.SlotClock}, and keeps them in the {@link io.borescope.receiver.beacon.StateFile}; {@link
 * io.borescope.receiver.beacon.SyncStateRows} makes rows. Only the factory is public.
 */
@NullMarked
package io.borescope.receiver.beacon;

import org.jspecify.annotations.NullMarked;
