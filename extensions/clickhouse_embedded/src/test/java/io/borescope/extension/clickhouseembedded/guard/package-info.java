@NullMarked
package io.borescope.extension.clickhouseembedded.guard;

import org.jspecify.annotations.NullMarked;
