@NullMarked
package io.borescope.processor.filter;

import org.jspecify.annotations.NullMarked;
