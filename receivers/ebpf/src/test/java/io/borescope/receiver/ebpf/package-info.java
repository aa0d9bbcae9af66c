/**
 * Tests of the ebpf receiver.
 *
 * <p>Pure tests read rings in ordinary memory. Live tests wire this receiver and the {@code process} receiver by hand ({@link
 * io.borescope.receiver.ebpf.LiveReceivers}), start a workload with known counts and want every event; where the kernel cannot be used
 * they are skipped, and say why.
 */
@NullMarked
package io.borescope.receiver.ebpf;

import org.jspecify.annotations.NullMarked;
