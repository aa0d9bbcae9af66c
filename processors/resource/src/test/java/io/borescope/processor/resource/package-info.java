@NullMarked
package io.borescope.processor.resource;

import org.jspecify.annotations.NullMarked;
