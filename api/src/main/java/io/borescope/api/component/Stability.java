package io.borescope.api.component;

/** How far users may rely on a component, with the Collector's meaning. */
public enum Stability {
    /** Being built; may be wrong. */
    DEVELOPMENT,
    /** Works for what its page says; keys may change. */
    ALPHA,
    /** Keys change only with notice. */
    BETA,
    /** Keys are kept. */
    STABLE,
    /** Will go; its page says what to use instead. */
    DEPRECATED
}
