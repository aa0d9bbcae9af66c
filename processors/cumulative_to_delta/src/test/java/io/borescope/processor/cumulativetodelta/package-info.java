@NullMarked
package io.borescope.processor.cumulativetodelta;

import org.jspecify.annotations.NullMarked;
