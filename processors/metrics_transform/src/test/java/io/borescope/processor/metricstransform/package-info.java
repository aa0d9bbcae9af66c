@NullMarked
package io.borescope.processor.metricstransform;

import org.jspecify.annotations.NullMarked;
