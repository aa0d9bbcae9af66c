@NullMarked
package io.borescope.receiver.bpfobject;

import org.jspecify.annotations.NullMarked;
