/**
 * Runs BPF programs that users bring, and makes metrics and log records of what they tell.
 *
 * <p>{@link ObjectFile} reads the compiled object and refuses one that others could have changed. {@link ObjectPlan} finds what the
 * configuration names in the object's types (BTF), so that a mistake is told before anything reaches the kernel. {@link LoadedPrograms}
 * sets constants, loads and attaches. Then one thread turns {@link ObjectCycle}: {@link RingEvents} reads the ring in place and {@link
 * MapReadings} goes through maps; both add to {@link SeriesTable}s, whose rows become batches at the end of a window. {@link EventLogs}
 * makes a log record per event where that is wanted.
 *
 * <p>{@link ObjectCheck} does the same for {@code borescope doctor}, without the thread.
 */
@NullMarked
package io.borescope.receiver.bpfobject;

import org.jspecify.annotations.NullMarked;
