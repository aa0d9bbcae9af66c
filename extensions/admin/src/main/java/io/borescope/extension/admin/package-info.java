/**
 * Lets people look into a running agent, and steer it, over HTTP.
 *
 * <p>{@link io.borescope.extension.admin.AdminFactory} makes the extension {@code Admin}, which listens; {@code Access} decides who may come in; {@code
 * Routes} says what there is. {@code AgentReport} writes what the page of live pipelines shows, {@code Profiles} has the JDK's flight recorder
 * measure, and the package {@link io.borescope.extension.admin.tap} shows what passes an edge of a pipeline.
 */
@NullMarked
package io.borescope.extension.admin;

import org.jspecify.annotations.NullMarked;
