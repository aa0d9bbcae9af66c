/** Tests of the {@code slot_window} processor with a clock that is turned by hand, and against a slow model. */
@NullMarked
package io.borescope.processor.slotwindow;

import org.jspecify.annotations.NullMarked;
