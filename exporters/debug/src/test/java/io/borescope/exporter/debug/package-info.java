@NullMarked
package io.borescope.exporter.debug;

import org.jspecify.annotations.NullMarked;
