package io.borescope.engine.plugin;

/** The version of the component api that this engine speaks: what a plugin's {@code Plugin-Requires} is compared with. */
public final class ApiVersion {
    /** Semantic version, raised with the api module. */
    public static final String VERSION = "0.1.0";

    private ApiVersion() {}
}
