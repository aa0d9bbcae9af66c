@NullMarked
package io.borescope.processor.memorylimiter;

import org.jspecify.annotations.NullMarked;
