package io.borescope.api.component;

/** Where a component reports how it is. A change is logged once by the engine. Thread-safe. */
public interface StatusReporter {
    /** It works as it should. */
    void ok();

    /** It works in part, or not now, and goes on by itself when the cause goes away. */
    void recoverable(String message);

    /** It will not work again without somebody's help; the rest of the agent goes on. */
    void permanent(String message);
}
