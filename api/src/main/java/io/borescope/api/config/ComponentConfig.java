package io.borescope.api.config;

/** What users write in YAML for one component. Implemented by a record; see the package for the types it may hold. */
public interface ComponentConfig {
    /** Checks what types alone cannot say and reports every problem instead of throwing at the first. */
    default void validate(Problems problems) {}
}
