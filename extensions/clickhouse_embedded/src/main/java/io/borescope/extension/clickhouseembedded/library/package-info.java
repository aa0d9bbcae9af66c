/**
 * Gets the engine's library and says whether it can run here.
 *
 * <p>{@link io.borescope.extension.clickhouseembedded.library.Platform} names the {@link
 * io.borescope.extension.clickhouseembedded.library.LibraryPackage} for this machine, or says why there is none; {@link
 * io.borescope.extension.clickhouseembedded.library.LibraryFetch} downloads, checks and unpacks it into the {@link
 * io.borescope.extension.clickhouseembedded.library.LibraryCache}. Nothing here needs more than the JDK, so the scripts can run {@code
 * FetchMain} from its source.
 */
@NullMarked
package io.borescope.extension.clickhouseembedded.library;

import org.jspecify.annotations.NullMarked;
