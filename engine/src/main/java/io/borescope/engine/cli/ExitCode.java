package io.borescope.engine.cli;

/** What the process ends with. */
final class ExitCode {
    static final int OK = 0;

    /** It could not start, or failed while it ran. */
    static final int FAILED = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** The configuration is wrong: EX_CONFIG of sysexits.h, so that a supervisor can tell it from failures that pass. */
    static final int CONFIG = 78;

    /** As shells report a process that Ctrl-C ended. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
