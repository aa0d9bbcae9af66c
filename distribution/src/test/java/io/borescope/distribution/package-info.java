/**
 * Checks of the whole: that the modules depend on each other in one direction ({@code ArchitectureTest}), that the pages of the
 * components say what the code does ({@code ComponentPagesTest}), and that the folder that users get does what the README promises
 * ({@code BorescopeIT}, after packaging, on the real launcher and kernel).
 */
@NullMarked
package io.borescope.distribution;

import org.jspecify.annotations.NullMarked;
