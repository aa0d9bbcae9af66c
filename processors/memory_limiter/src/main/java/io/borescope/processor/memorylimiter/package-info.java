/**
 * Keeps data out of a pipeline before memory runs out.
 *
 * <p>{@link io.borescope.processor.memorylimiter.MemoryLimiter} looks at the {@linkplain io.borescope.processor.memorylimiter.Memory memory} by
 * a timer and says through {@link io.borescope.api.component.Processor#admits} whether the engine may let data in. {@link
 * io.borescope.processor.memorylimiter.Limits} come from the configuration and from what the heap can grow to.
 */
@NullMarked
package io.borescope.processor.memorylimiter;

import org.jspecify.annotations.NullMarked;
