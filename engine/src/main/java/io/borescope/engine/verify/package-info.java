/**
 * Says of plugins what is wrong with them before an agent uses them.
 *
 * <p>{@link io.borescope.engine.verify.PluginVerifier} goes through files in the order in which an agent loads them and makes a list of findings
 * for each. {@code PluginContents} reads what lies in a jar or an unpacked zip, {@code DescriptorCheck} judges its manifest, {@code
 * FactoryCheck} the classes it lists, {@code BpfObjectFile} the BPF objects it brings. Nothing of a plugin is run until all of that is in
 * order; then its factories are made and asked for their names, as every agent does that finds them. No component is made.
 */
@NullMarked
package io.borescope.engine.verify;

import org.jspecify.annotations.NullMarked;
