/**
 * Says what a process is, so that rows can be read by client instead of by pid.
 *
 * <p>{@link io.borescope.processor.clienttag.ClientTag} adds {@link io.borescope.processor.clienttag.TableTags} to each batch and touches
 * no event. The tags ask the process table and decide with the rules of the configuration ({@link
 * io.borescope.processor.clienttag.ClientRule}), then with {@link io.borescope.processor.clienttag.WellKnownClients}.
 */
@NullMarked
package io.borescope.processor.clienttag;

import org.jspecify.annotations.NullMarked;
