@NullMarked
package io.borescope.attributes;

import org.jspecify.annotations.NullMarked;
