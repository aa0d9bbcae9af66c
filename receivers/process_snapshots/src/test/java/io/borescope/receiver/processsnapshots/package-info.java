@NullMarked
package io.borescope.receiver.processsnapshots;

import org.jspecify.annotations.NullMarked;
