/**
 * Says what a process is, so that rows can be read by client instead of by pid.
 *
 * <p>{@link io.borescope.processor.clienttag.ClientTag} adds {@link io.borescope.processor.clienttag.TableTags} to each batch and touches
 * no event. The tags ask the tables of processes and of ports that the {@code process} receiver publishes; what a process is called is
 * decided there, by rules and classes.
 */
@NullMarked
package io.borescope.processor.clienttag;

import org.jspecify.annotations.NullMarked;
