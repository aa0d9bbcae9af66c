/**
 * Loads the BPF programs under {@code programs/}, feeds them and reads what they write.
 *
 * <p>Three owners, opened in this order and closed in the opposite one: {@link io.borescope.bpf.ProcessTracker} says which
 * processes are observed and follows them in the kernel; {@link io.borescope.bpf.EventRings} has the rings all events go
 * through; {@link io.borescope.bpf.AttachedProbes} loads the objects that the wanted {@link io.borescope.bpf.ProbeGroup}s need, ties
 * them to both and attaches them. Events flow from the kernel into the rings, where a {@link io.borescope.bpf.RingReader} finds them in
 * place: nothing is copied, and no call is made per event. {@link io.borescope.bpf.RingWaiter} is where the reading thread rests.
 *
 * <p>{@link io.borescope.bpf.Partials} has what programs add up in place of telling it event by event.
 *
 * <p>Beneath lie three layers: {@code Native} calls C functions, {@code Libc} and {@code Libbpf} name those
 * needed, and one small class per noun ({@code BpfObject}, {@code BpfMap}, program, link)
 * owns what it opens and turns error numbers into {@link io.borescope.bpf.BpfException}.
 *
 * <p>{@link io.borescope.bpf.BpfObject} is also for objects that users and plugins bring, whose types {@link io.borescope.bpf.btf} reads; {@link
 * io.borescope.bpf.MapReader} goes through their maps. With the program, map, ring reader, waiter and exception that these lead to, {@link
 * io.borescope.bpf.KernelSupport} and {@link io.borescope.bpf.HostCheck}, this is what plugins may use (docs/plugins.md). The other public types serve
 * our own receivers and change with them.
 *
 * <p>{@link io.borescope.bpf.KernelSupport} tells users what a host lacks, {@link io.borescope.bpf.KnownCalls} makes
 * events of a known number to see whether they arrive. {@link io.borescope.bpf.MemoryRing} stands in for a
 * kernel in tests, benchmarks and replay.
 */
@NullMarked
package io.borescope.bpf;

import org.jspecify.annotations.NullMarked;
