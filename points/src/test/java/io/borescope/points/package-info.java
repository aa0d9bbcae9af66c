@NullMarked
package io.borescope.points;

import org.jspecify.annotations.NullMarked;
