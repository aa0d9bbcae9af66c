@NullMarked
package io.borescope.processor.batch;

import org.jspecify.annotations.NullMarked;
