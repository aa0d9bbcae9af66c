@NullMarked
package io.borescope.receiver.process.ports;

import org.jspecify.annotations.NullMarked;
