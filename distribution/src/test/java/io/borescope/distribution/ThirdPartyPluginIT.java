package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The example of a plugin, compiled against the api's jar and nothing else, in the folder that the agent was told. */
final class ThirdPartyPluginIT {
    private static final Path EXAMPLE = Path.of("../examples/load_average");
    private static final String CONFIG = """
            receivers:
              load_average: {interval: 1s}
            exporters:
              debug: {verbosity: detailed}
            service:
              pipelines:
                metrics: {receivers: [load_average], exporters: [debug]}
            """;

    @TempDir
    Path folder;

    private Path plugins;

    @BeforeEach
    void build() throws Exception {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        Path classes = Files.createDirectory(folder.resolve("classes"));
        compile(classes);
        try (OutputStream out = Files.newOutputStream(plugins.resolve("load_average.jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest())) {
            add(jar, classes);
            add(jar, EXAMPLE.resolve("src/main/resources"));
        }
    }

    @Test
    void isFoundAndRuns() throws Exception {
        assertThat(Launcher.run("components", "--plugins", plugins.toString()))
                .contains("load_average:", "plugin: \"org.example.load_average 1.0.0\"");
        Path config = Files.writeString(folder.resolve("load.yaml"), CONFIG);
        try (Launcher agent = Launcher.start(
                List.of("run", "--config", config.toString(), "--plugins", plugins.toString()), Map.of())) {
            agent.awaitOutput(printed -> printed.contains("system.cpu.load_average.15m"));
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
        }
    }

    private static void compile(Path into) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> sources = Files.walk(EXAMPLE.resolve("src/main/java"))) {
            List<Path> java =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of("-d", into.toString(), "-classpath", api().toString(), "-proc:none");
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                            .call())
                    .isTrue();
        }
    }

    private static Path api() throws IOException {
        try (Stream<Path> jars = Files.walk(Launcher.HOME)) {
            return jars.filter(file -> file.getFileName().toString().matches("borescope-api-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What the example's own build writes there. */
    private static Manifest manifest() throws Exception {
        Element pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(EXAMPLE.resolve("pom.xml").toFile())
                .getDocumentElement();
        String version = pom.getElementsByTagName("version").item(0).getTextContent();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        NodeList entries =
                ((Element) pom.getElementsByTagName("manifestEntries").item(0)).getElementsByTagName("*");
        for (int i = 0; i < entries.getLength(); i++) {
            manifest.getMainAttributes()
                    .putValue(
                            entries.item(i).getNodeName(),
                            entries.item(i).getTextContent().replace("${project.version}", version));
        }
        return manifest;
    }

    private static void add(JarOutputStream jar, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(root.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
                jar.closeEntry();
            }
        }
    }
}
