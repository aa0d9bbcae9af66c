@NullMarked
package io.borescope.extension.clickhouseembedded.library;

import org.jspecify.annotations.NullMarked;
