/** Tests of the {@code client_tag} processor with a process table that is filled by hand. */
@NullMarked
package io.borescope.processor.clienttag;

import org.jspecify.annotations.NullMarked;
