@NullMarked
package io.borescope.receiver.otlp;

import org.jspecify.annotations.NullMarked;
