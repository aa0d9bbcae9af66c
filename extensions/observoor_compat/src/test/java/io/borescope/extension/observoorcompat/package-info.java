@NullMarked
package io.borescope.extension.observoorcompat;

import org.jspecify.annotations.NullMarked;
