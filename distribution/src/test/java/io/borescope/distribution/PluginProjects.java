package io.borescope.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Projects of plugins, built by Maven as their authors build them: they find Borescope in a repository that holds what is released, and nothing
 * else of this tree. What the build has in its own local repository is used, and nothing is put there.
 */
final class PluginProjects {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String VERSION = property("borescope.version");

    private final Path folder;
    private final Path repository;
    private final List<String> projects = new ArrayList<>();

    /**
     * @param folder for the projects, empty
     */
    PluginProjects(Path folder) throws IOException {
        this.folder = folder;
        this.repository = Files.createDirectory(folder.resolve("repository"));
        Files.copy(ROOT.resolve("pom.xml"), inRepository("borescope", "pom"));
        release("borescope-api", "api");
        release("borescope-bpf", "bpf");
        release("borescope-testing", "testing");
        release("borescope-plugin-archetype", "examples/archetype");
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    private void release(String artifact, String module) throws IOException {
        Path from = ROOT.resolve(module);
        Files.copy(from.resolve("pom.xml"), inRepository(artifact, "pom"));
        Files.copy(from.resolve("target/%s-%s.jar".formatted(artifact, VERSION)), inRepository(artifact, "jar"));
    }

    private Path inRepository(String artifact, String ending) throws IOException {
        Path version = Files.createDirectories(
                repository.resolve("io/borescope").resolve(artifact).resolve(VERSION));
        return version.resolve("%s-%s.%s".formatted(artifact, VERSION, ending));
    }

    /** Makes a project with the archetype. */
    void generate(String kind, String type, String className) throws IOException, InterruptedException {
        maven(
                "org.apache.maven.plugins:maven-archetype-plugin:%s:generate"
                        .formatted(property("borescope.archetype-plugin")),
                "-DarchetypeGroupId=io.borescope",
                "-DarchetypeArtifactId=borescope-plugin-archetype",
                "-DarchetypeVersion=" + VERSION,
                "-DarchetypeCatalog=internal",
                "-DgroupId=org.example",
                "-DartifactId=" + type,
                "-Dpackage=org.example." + className.toLowerCase(Locale.ROOT),
                "-Dkind=" + kind,
                "-Dtype=" + type,
                "-DclassName=" + className);
        projects.add(type);
    }

    /** Takes one of the examples. */
    void copyExample(String name) throws IOException {
        Path from = ROOT.resolve("examples").resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(name).resolve(from.relativize(file));
                if (from.relativize(file).startsWith("target")) {
                    continue;
                }
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        projects.add(name);
    }

    /** Compiles, tests and packs all of them. */
    void build() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>org.example</groupId>
                  <artifactId>all</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <modules>%s</modules>
                </project>
                """.formatted(
                        projects.stream().map("<module>%s</module>"::formatted).collect(Collectors.joining())));
        maven("package");
    }

    /** What the build of a project made. */
    Path jar(String project) {
        return folder.resolve(project).resolve("target/%s-1.0.0.jar".formatted(project));
    }

    private void maven(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ROOT.resolve("mvnw").toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + property("maven.repository")));
        if (property("maven.network").equals("offline=true")) {
            command.add("--offline");
        }
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "maven", ".out");
        ProcessBuilder maven = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        maven.environment().put("JAVA_HOME", property("java.home"));
        Process running = maven.start();
        int status = running.waitFor();
        if (status != 0) {
            throw new AssertionError("Maven ended with %d:%n%s".formatted(status, Files.readString(output)));
        }
    }
}
