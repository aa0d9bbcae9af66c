package io.borescope.api.diagnosis;

import java.util.function.Consumer;

/**
 * Finds out whether a stage works, by trying: what it opens, loads or attaches is closed again when it returns. It changes nothing on the
 * host and must not take longer than some seconds. Of checks that are equal, which several components may share, one is run.
 */
public interface Check {
    /** Where it belongs; also decides whether it is run at all, see {@link Stage#needs()}. */
    Stage stage();

    /**
     * Looks, and tells each finding as soon as it is known. What is missing is a finding and no exception; an exception counts as a
     * failure of the stage.
     *
     * @param findings users see them in this order
     */
    void run(CheckSettings settings, Consumer<Finding> findings) throws InterruptedException;
}
