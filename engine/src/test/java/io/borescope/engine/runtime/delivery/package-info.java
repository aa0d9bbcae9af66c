/** Tests of the way to one exporter. */
@NullMarked
package io.borescope.engine.runtime.delivery;

import org.jspecify.annotations.NullMarked;
