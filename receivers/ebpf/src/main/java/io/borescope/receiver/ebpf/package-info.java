/**
 * Reads what tracked processes do, as events, straight from the kernel's rings.
 *
 * <p>{@link EbpfReceiver} owns the rings and one thread. That thread runs {@link EbpfCycle}: with {@link RingDrain} it reads each ring in place, hands borrowed
 * batches on with a watermark and the loss, and rests. {@link io.borescope.bpf.AttachedProbes} is what writes into the rings: the programs of the {@link
 * io.borescope.bpf.ProbeGroup}s that are enabled. They filter by the process tracker of the {@code process} receiver, so they are attached when that is
 * there, and again when it comes back after a restart. {@link ProbeDependencies} leaves out what would do nothing, {@link ProbeReport} says
 * how it went.
 *
 * <p>What the kernel adds up instead of telling it, {@link PartialDrain} takes from its tables, by the pieces of time that {@link Cells} lays out to suit the
 * windows.
 *
 * <p>{@link io.borescope.bpf.HostCheck}, {@link ProbesCheck} and {@link EventsCheck} do the same step by step for {@code borescope doctor}, without a receiver.
 */
@NullMarked
package io.borescope.receiver.ebpf;

import org.jspecify.annotations.NullMarked;
