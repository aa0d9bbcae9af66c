/** Tests of the {@code aggregate} processor, most of them against a simple reference of their own. */
@NullMarked
package io.borescope.processor.aggregate;

import org.jspecify.annotations.NullMarked;
