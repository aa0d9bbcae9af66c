package io.borescope.engine.plugin;

/**
 * Where a component comes from.
 *
 * @param id of the plugin
 * @param version of the plugin; empty if it does not say
 * @param location jar, zip or directory; for messages
 * @param provider who made it; empty if it does not say
 * @param requires the versions of the api that it works with; empty if it does not say
 * @param isBuiltIn whether it is on the application's class path
 */
public record PluginDescription(
        String id, String version, String location, String provider, String requires, boolean isBuiltIn) {
    /** A plugin that says no more. */
    public PluginDescription(String id, String version, String location) {
        this(id, version, location, "", "", false);
    }

    @Override
    public String toString() {
        return version.isEmpty() ? id : id + " " + version;
    }
}
