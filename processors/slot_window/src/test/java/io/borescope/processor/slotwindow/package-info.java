/** Tests of the {@code slot_window} processor with a clock that is turned by hand. */
@NullMarked
package io.borescope.processor.slotwindow;

import org.jspecify.annotations.NullMarked;
