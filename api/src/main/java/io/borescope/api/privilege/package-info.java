/**
 * What a component may ask of the kernel beyond what every user may.
 *
 * <p>A factory tells by {@link io.borescope.api.component.ComponentFactory#privileges} which {@link
 * io.borescope.api.privilege.Privilege}s a component needs with its config. {@code borescope doctor --capabilities} adds them up, and a
 * start that fails names those that are not among the {@link io.borescope.api.privilege.Capabilities} of the process.
 */
@NullMarked
package io.borescope.api.privilege;

import org.jspecify.annotations.NullMarked;
