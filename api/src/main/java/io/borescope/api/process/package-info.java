/**
 * Processes as components tell each other about them. The {@code process} receiver publishes the {@link
 * io.borescope.api.process.ProcessTable}; a tagging processor turns it into {@link io.borescope.api.process.ProcessTags}, which travel
 * with events so that rows can say who they are about.
 *
 * <p>A process is identified by pid and start time together, so a reused pid is another process. Events carry a dense number instead,
 * which stands for one program image of one process: an exec gives the process a new number.
 */
@NullMarked
package io.borescope.api.process;

import org.jspecify.annotations.NullMarked;
