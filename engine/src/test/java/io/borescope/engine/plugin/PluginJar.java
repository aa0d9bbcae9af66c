package io.borescope.engine.plugin;

import io.borescope.api.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Makes plugins as a third party does: sources compiled against the api alone, put into a jar with a descriptor. */
public final class PluginJar {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Attributes descriptor;
    private final Manifest manifest = new Manifest();

    /** A plugin without classes; its descriptor is as it should be. */
    public PluginJar(String id) {
        descriptor = manifest.getMainAttributes();
        descriptor.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        describe("Plugin-Id", id).describe("Plugin-Version", "1.2.3").describe("Plugin-Requires", ">=0.1.0 & <0.2.0");
    }

    /** Sets an attribute of the descriptor. */
    public PluginJar describe(String key, String value) {
        descriptor.putValue(key, value);
        return this;
    }

    /** Adds classes in package {@code acme}. */
    public PluginJar classes(Path scratch, String source) throws IOException {
        compile(scratch, source);
        try (Stream<Path> files = Files.walk(scratch)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> entries.put(scratch.relativize(file).toString(), bytes(file)));
        }
        return this;
    }

    /** Lists factories. */
    public PluginJar factories(FactoryKind<?> kind, String... classes) {
        return text("META-INF/services/" + kind.serviceType().getName(), String.join("\n", classes));
    }

    /** Adds a file. */
    public PluginJar text(String name, String content) {
        entries.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds a file. */
    public PluginJar bytes(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** Adds a copy of a class that is on the test's own class path. */
    PluginJar copyOf(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (var in = PluginJar.class.getClassLoader().getResourceAsStream(name)) {
            entries.put(name, java.util.Objects.requireNonNull(in).readAllBytes());
        }
        return this;
    }

    /** Writes it as a jar. */
    public Path writeTo(Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar)) {
            write(out, manifest, entries);
        }
        return jar;
    }

    /** The same plugin as a zip: classes and descriptor under {@code classes/}, libraries under {@code lib/}. */
    Path writeZipTo(Path zip) throws IOException {
        Map<String, byte[]> unpacked = new LinkedHashMap<>();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        manifest.write(text);
        unpacked.put("classes/META-INF/MANIFEST.MF", text.toByteArray());
        entries.forEach((name, content) -> unpacked.put("classes/" + name, content));
        try (OutputStream out = Files.newOutputStream(zip)) {
            write(out, new Manifest(), unpacked);
        }
        return zip;
    }

    private static void write(OutputStream out, Manifest manifest, Map<String, byte[]> entries) throws IOException {
        boolean isJar = !manifest.getMainAttributes().isEmpty();
        try (JarOutputStream jar = isJar ? new JarOutputStream(out, manifest) : new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }

    private static void compile(Path output, String source) throws IOException {
        Files.createDirectories(output);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of(api()));
            JavaFileObject unit =
                    new SimpleJavaFileObject(URI.create("string:///acme/Plugin.java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    };
            List<String> options = List.of("--release", "25", "-proc:none");
            if (!compiler.getTask(null, files, null, options, null, List.of(unit))
                    .call()) {
                throw new IllegalStateException("the plugin does not compile against the api alone");
            }
        }
    }

    private static Path api() {
        try {
            return Path.of(Signal.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
