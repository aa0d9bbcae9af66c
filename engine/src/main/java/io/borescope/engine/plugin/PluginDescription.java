package io.borescope.engine.plugin;

/**
 * Where a component comes from.
 *
 * @param id of the plugin
 * @param version of the plugin; empty if it does not say
 * @param location jar, zip or directory; for messages
 */
public record PluginDescription(String id, String version, String location) {
    @Override
    public String toString() {
        return version.isEmpty() ? id : id + " " + version;
    }
}
