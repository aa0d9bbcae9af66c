package io.borescope.engine.cli;

import io.borescope.api.diagnosis.Finding;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.config.FileAccess;
import io.borescope.engine.plugin.ComponentCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What happens to plugins that other users can change, and to secrets that they can read. */
final class TrustOptions {
    private static final String ALLOW = "--allow-insecure-files";

    private static final Logger LOG = LoggerFactory.getLogger(TrustOptions.class);
    private static final String REMEDY = "Make it root's, chmod o-w, or use " + ALLOW + ".";

    @Option(
            names = ALLOW,
            description =
                    "Warn, and go on, where a plugin directory can be changed by other users, or a secret stands in a"
                            + " file that every user can read.")
    private boolean allowInsecureFiles;

    /** Why plugins in a directory are not loaded, a sentence; nothing if they may be. */
    Optional<String> refusal(Path directory) {
        Optional<String> objection = distrust(directory);
        if (allowInsecureFiles) {
            objection.ifPresent(found -> LOG.warn("Plugins are not safe: {}.", found));
            return Optional.empty();
        }
        return objection.map(found -> found + ": it could hold anybody's code. " + REMEDY);
    }

    /** What speaks against a directory of plugins, as something that was looked at. */
    static Finding asFinding(String objection) {
        return Finding.failed("access", objection + ": it could hold anybody's code", REMEDY);
    }

    /** What speaks against the first file of a directory of plugins that somebody else could have changed. */
    static Optional<String> distrust(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.flatMap(file -> FileAccess.distrust(file).stream()).findFirst();
        } catch (IOException e) {
            return Optional.of("%s cannot be looked at: %s".formatted(directory, e.getMessage()));
        }
    }

    /**
     * Refuses a configuration with exposed secrets, or warns of them.
     *
     * @throws ConfigException with the place of each
     */
    void check(ConfigTree tree, ComponentCatalog catalog) throws ConfigException {
        try {
            tree.refuseExposedSecrets(catalog);
        } catch (ConfigException e) {
            if (!allowInsecureFiles) {
                throw e;
            }
            e.problems().forEach(problem -> LOG.warn("{}", problem));
        }
    }
}
