@NullMarked
package io.borescope.processor.probabilisticsampler;

import org.jspecify.annotations.NullMarked;
