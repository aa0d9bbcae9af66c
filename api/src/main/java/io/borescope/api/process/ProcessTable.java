package io.borescope.api.process;

import java.util.Collection;
import java.util.Optional;

/**
 * The tracked processes. A typed service, published by one receiver. Thread-safe; look-ups neither block nor read files.
 *
 * <p>An exited process stays until its last window has surely closed, so a look-up for a row that is about to be written succeeds. A
 * number the table does not know may belong to a process whose start it has not heard of yet: ask again at the end of the window.
 */
public interface ProcessTable {
    /** What is known about a number carried by events; {@link ProcessRecord#KERNEL} for the kernel's own. */
    Optional<ProcessRecord> find(int process);

    /** All processes, the exited ones that are still kept included. */
    Collection<ProcessRecord> all();
}
