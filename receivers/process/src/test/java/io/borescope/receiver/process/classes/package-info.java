@NullMarked
package io.borescope.receiver.process.classes;

import org.jspecify.annotations.NullMarked;
