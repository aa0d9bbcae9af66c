/**
 * Finds the processes to observe and follows them from fork to exit.
 *
 * <p>{@link ProcessReceiver} owns the kernel's process tracker and one thread. That thread runs {@link LifecycleCycle}: it drains the ring of
 * fork, exec and exit records, turns now and then to a slice of {@link ProcScan}, and hands the records on. Both feed {@link
 * ProcessFollower}, where all decisions are made: what {@link Selection} selects by rules is put into the tracker and, with what {@link
 * ProcFiles} or the records say about it, into {@link TrackedProcesses}, the table that other components ask.
 *
 * <p>The kernel decides about children at fork; user space only hears of it. So the table may learn of a process after its first events
 * were read, but always before this receiver's watermark passes them.
 *
 * <p>What a process is, {@link io.borescope.receiver.process.classes.ProcessClasses} says; {@link Kind} weighs that against rules and
 * origins. What its ports are for, {@link io.borescope.receiver.process.ports.PortWatch} finds out on a thread of its own.
 *
 * <p>{@link ProcessesCheck} tells {@code borescope doctor} which running processes the rules select.
 */
@NullMarked
package io.borescope.receiver.process;

import org.jspecify.annotations.NullMarked;
