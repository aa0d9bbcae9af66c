@NullMarked
package io.borescope.extension.clickhouseembedded;

import org.jspecify.annotations.NullMarked;
