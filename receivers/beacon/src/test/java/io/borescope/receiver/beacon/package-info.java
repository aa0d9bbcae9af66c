/** Tests of the {@code beacon} receiver against a real HTTP server, with a clock that is turned by hand. */
@NullMarked
package io.borescope.receiver.beacon;

import org.jspecify.annotations.NullMarked;
