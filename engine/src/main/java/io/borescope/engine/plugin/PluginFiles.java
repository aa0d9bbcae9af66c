package io.borescope.engine.plugin;

import java.nio.file.Path;
import java.util.List;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginRuntimeException;

/** Plugins that are looked at before anybody trusts them: class loaders as the agent gives them, and no code run. */
public final class PluginFiles implements AutoCloseable {
    private final PluginDirectories opened = new PluginDirectories(List.of());

    /** The jars and unpacked zips in directories, without what is built in. Unpacks zips, as the agent does. */
    public static List<Path> in(List<Path> directories) {
        return new PluginDirectories(directories).files();
    }

    /** Whether a range of versions, as {@code Plugin-Requires} has it, holds the version of this api; false if it is no range. */
    public static boolean fits(String requires) {
        try {
            return new DefaultVersionManager().checkVersionConstraint(ApiVersion.VERSION, requires);
        } catch (RuntimeException e) { // of the library that parses it
            return false;
        }
    }

    /**
     * The class loader that a plugin would have, until this is closed. Those that were opened before lend it their classes, if it says that it
     * depends on them.
     *
     * @throws IllegalArgumentException if it is no plugin, or one of its id was opened before; the message says which
     */
    public ClassLoader open(Path plugin) {
        try {
            return opened.open(plugin);
        } catch (PluginRuntimeException e) {
            throw new IllegalArgumentException(PluginDirectories.cause(e), e);
        }
    }

    @Override
    public void close() {
        opened.unloadPlugins();
    }
}
