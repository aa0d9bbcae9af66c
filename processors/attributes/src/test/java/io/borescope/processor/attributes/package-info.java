@NullMarked
package io.borescope.processor.attributes;

import org.jspecify.annotations.NullMarked;
