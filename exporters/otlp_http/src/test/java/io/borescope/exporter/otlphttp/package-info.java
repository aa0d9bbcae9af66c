@NullMarked
package io.borescope.exporter.otlphttp;

import org.jspecify.annotations.NullMarked;
