package io.borescope.extension.clickhouseembedded;

/** What to do at the start when the engine's library is not here. */
public enum Fetch {
    /** Fail, and say how to get it. */
    NEVER,

    /** Get it from the registry of npm, once. */
    ONCE
}
