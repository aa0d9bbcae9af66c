package io.borescope.api.process;

import java.util.Optional;

/** Who processes are, as far as rows say it. Travels with events; used by the thread that has the batch, and until the window closes. */
@FunctionalInterface
public interface ProcessTags {
    /** Tags that know nobody. */
    ProcessTags NONE = process -> Optional.empty();

    /** The identity for rows of a number carried by events, or empty if it is not known (yet). */
    Optional<ProcessIdentity> find(int process);

    /** What their ports are used for. */
    default PortTable ports() {
        return PortTable.NONE;
    }
}
