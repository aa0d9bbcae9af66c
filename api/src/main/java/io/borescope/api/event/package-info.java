/**
 * Kernel events, where the kernel wrote them.
 *
 * <p>An {@link io.borescope.api.event.EventBatch} points at records in a {@link java.lang.foreign.MemorySegment}; every record begins with
 * the header described there, and {@link io.borescope.api.event.EventType} says what follows. The flyweights {@link
 * io.borescope.api.event.SyscallEvent}, {@link io.borescope.api.event.CpuEvent} and {@link io.borescope.api.event.ProcessEvent} read the
 * rest in place. A windowing processor hands on {@link io.borescope.api.event.WindowedEvents}: the events of one window.
 *
 * <p>Records are written by the programs under {@code bpf/programs}; a test there compares their layout with this package.
 */
@NullMarked
package io.borescope.api.event;

import org.jspecify.annotations.NullMarked;
