@NullMarked
package io.borescope.bpf;

import org.jspecify.annotations.NullMarked;
