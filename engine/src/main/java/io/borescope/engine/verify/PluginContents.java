package io.borescope.engine.verify;

import io.borescope.engine.plugin.FactoryKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files in a plugin's jar, or in the classes of an unpacked zip. Read with limits. */
final class PluginContents implements AutoCloseable {
    private static final int LONGEST_TEXT = 1 << 20;

    private final @Nullable FileSystem jar;
    private final Path root;

    private PluginContents(@Nullable FileSystem jar, Path root) {
        this.jar = jar;
        this.root = root;
    }

    /**
     * Opens a plugin.
     *
     * @throws IOException if it is neither a jar nor a folder
     */
    static PluginContents open(Path plugin) throws IOException {
        if (Files.isDirectory(plugin)) {
            return new PluginContents(null, plugin.resolve("classes"));
        }
        FileSystem jar = FileSystems.newFileSystem(plugin);
        return new PluginContents(jar, jar.getPath("/"));
    }

    /** What the manifest says; empty if there is none. */
    Attributes manifest() throws IOException {
        Path manifest = root.resolve("META-INF/MANIFEST.MF");
        if (!Files.isRegularFile(manifest)) {
            return new Attributes();
        }
        try (InputStream in = Files.newInputStream(manifest)) {
            return new Manifest(in).getMainAttributes();
        }
    }

    /** The classes that ServiceLoader would look for, by its own rules: a name per line, the rest of a line after # is a comment. */
    List<String> factories(FactoryKind<?> kind) throws IOException {
        Path services = root.resolve("META-INF/services/" + kind.serviceType().getName());
        if (!Files.isRegularFile(services)) {
            return List.of();
        }
        return new String(read(services, LONGEST_TEXT), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** Whether it has classes of this package, given as a path. */
    boolean has(String folder) {
        return Files.isDirectory(root.resolve(folder));
    }

    /** Compiled BPF objects, as paths within the plugin. */
    List<String> bpfObjects() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".bpf.o"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The bytes of a file.
     *
     * @throws IOException if there are more of them than the limit
     */
    byte[] read(String name, int limit) throws IOException {
        return read(root.resolve(name), limit);
    }

    private static byte[] read(Path file, int limit) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new IOException("%s is longer than %d bytes".formatted(file, limit));
            }
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        if (jar != null) {
            jar.close();
        }
    }
}
