package io.borescope.engine.cli;

import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;

/**
 * Notices that the configuration is another. Looks at what the files say, not at the files: so it does not matter how they were replaced (a
 * rename, a link of Kubernetes that is bent to another folder), and what {@code ${file:…}} reads is seen too. Not thread-safe.
 */
final class ConfigWatch {
    private final ConfigOptions config;
    private Object known;
    private Object latest;

    /**
     * @param running what the agent runs
     */
    ConfigWatch(ConfigOptions config, ConfigTree running) {
        this.config = config;
        this.known = running;
        this.latest = running;
    }

    /** Looks once. True if there is something new that was the same at the last look already, so that nothing half-written is taken. */
    boolean hasChanged() {
        Object before = latest;
        latest = look();
        if (latest.equals(known) || !latest.equals(before)) {
            return false;
        }
        known = latest;
        return true;
    }

    /** The configuration, or what is wrong with it. */
    private Object look() {
        try {
            return config.read();
        } catch (ConfigException broken) {
            return String.valueOf(broken.getMessage());
        }
    }
}
