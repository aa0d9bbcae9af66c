/** Tests with real threads; the doubles are hand-written. */
@NullMarked
package io.borescope.engine.runtime;

import org.jspecify.annotations.NullMarked;
