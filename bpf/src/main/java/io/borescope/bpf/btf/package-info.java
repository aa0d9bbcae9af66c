/**
 * Reads the types that a compiled BPF object carries: what its records, maps and constants look like in memory.
 *
 * <p>{@link io.borescope.bpf.btf.Btf} finds the section {@code .BTF} in an object and types in it; {@link io.borescope.bpf.btf.Field} is a
 * place in memory that a path such as {@code key.comm} or {@code slots[3]} names, and reads it. Nothing in a file is trusted: every offset
 * and count is checked against the bytes that are there, and what does not hold is a {@link io.borescope.bpf.btf.BtfException}.
 *
 * @see <a href="https://docs.kernel.org/bpf/btf.html">BTF</a>
 */
@NullMarked
package io.borescope.bpf.btf;

import org.jspecify.annotations.NullMarked;
