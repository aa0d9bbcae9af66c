/**
 * Steering a running agent from outside: {@link io.borescope.api.control.AgentReload} is the service that an extension calls for somebody, {@link
 * io.borescope.api.control.ControlEndpoint} says where that extension is found.
 */
@NullMarked
package io.borescope.api.control;

import org.jspecify.annotations.NullMarked;
