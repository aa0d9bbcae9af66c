@NullMarked
package io.borescope.exporter.otlp;

import org.jspecify.annotations.NullMarked;
