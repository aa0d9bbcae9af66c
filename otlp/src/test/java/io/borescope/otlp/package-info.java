@NullMarked
package io.borescope.otlp;

import org.jspecify.annotations.NullMarked;
