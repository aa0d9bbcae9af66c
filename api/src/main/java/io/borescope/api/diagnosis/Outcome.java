package io.borescope.api.diagnosis;

/** How good a {@link Finding} is, the best first. */
public enum Outcome {
    /** As needed. */
    OK,

    /** Not looked at, because something that it builds on has failed. */
    SKIPPED,

    /** Something is missing or doubtful, and the rest works without it. */
    WARNING,

    /** As it is, nothing gets beyond this. */
    FAILED
}
