@NullMarked
package io.borescope.receiver.hostspecs;

import org.jspecify.annotations.NullMarked;
