@NullMarked
package io.borescope.exporter.prometheus;

import org.jspecify.annotations.NullMarked;
