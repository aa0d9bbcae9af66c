/**
 * Tests of the process receiver.
 *
 * <p>Pure tests run on a {@link io.borescope.receiver.process.ProcTree}, a made-up {@code /proc}, with a made-up kernel; live tests follow
 * real processes and are skipped, with the reason, where the kernel cannot be used.
 */
@NullMarked
package io.borescope.receiver.process;

import org.jspecify.annotations.NullMarked;
