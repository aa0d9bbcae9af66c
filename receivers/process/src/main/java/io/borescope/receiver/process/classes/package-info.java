/**
 * What processes are, as data.
 *
 * <p>{@link ProcessClasses} is the table: the classes of the configuration, then those of {@code classes.yaml} beside this package. It
 * finds the {@link ProcessClass} of a {@link ProgramImage} by what runs, which {@link Invocation} tells: it looks through interpreters,
 * and leaves wrappers to the program that they start. {@link ClassFile} reads such tables; {@link PortRule} and {@link ConfigFileRule}
 * are what a class says about its ports, which {@code io.borescope.receiver.process.ports} makes labels of.
 */
@NullMarked
package io.borescope.receiver.process.classes;

import org.jspecify.annotations.NullMarked;
