@NullMarked
package io.borescope.processor.deltatocumulative;

import org.jspecify.annotations.NullMarked;
