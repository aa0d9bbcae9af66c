@NullMarked
package io.borescope.bpf.btf;

import org.jspecify.annotations.NullMarked;
