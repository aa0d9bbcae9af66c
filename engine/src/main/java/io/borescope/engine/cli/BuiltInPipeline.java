package io.borescope.engine.cli;

import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The configuration of commands that need none. */
final class BuiltInPipeline {
    private static final String FILE = "trace.yaml";

    private BuiltInPipeline() {}

    /**
     * Reads it.
     *
     * @param settings {@code key=value} each, in order
     */
    static ConfigTree read(List<String> settings) throws ConfigException {
        ConfigTree.Source pipeline = new ConfigTree.Source("the built-in pipeline", text());
        return ConfigTree.read(List.of(pipeline), settings, System.getenv());
    }

    /** The setting that makes one process, with its children, the one to observe. */
    static String observing(long pid) {
        return "receivers.process.include=[{pid: %d, children: true}]".formatted(pid);
    }

    private static String text() {
        try (InputStream in = BuiltInPipeline.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing in the engine's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
