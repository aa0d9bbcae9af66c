package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenSecretsTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void openToOthers() throws IOException {
        file = Files.createFile(folder.resolve("agent.yaml"));
        rights(folder, "rwxr-xr-x");
        rights(file, "rw-r--r--");
    }

    private static void rights(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private List<String> exposed(String password, String token) throws IOException, ConfigException {
        Files.writeString(file, """
                exporters:
                  http/a:
                    endpoint: http://localhost
                    password: %s
                    headers: {x-token: "%s"}
                """.formatted(password, token));
        ConfigTree tree =
                ConfigTree.read(List.of(ConfigTree.Source.file(file)), List.of(), Map.of("PASSWORD", "secret"));
        ConfigException refusal =
                catchThrowableOfType(ConfigException.class, () -> tree.refuseExposedSecrets(TestComponents.CATALOG));
        return refusal == null
                ? List.of()
                : refusal.problems().stream()
                        .map(problem -> problem.place() + " " + problem.path())
                        .toList();
    }

    @Test
    void findsEachSecretThatIsWrittenInAFileThatEverybodyCanRead() throws Exception {
        assertThat(exposed("secret", "other"))
                .containsExactly(
                        file + ":4:15 exporters.http/a.password", file + ":5:24 exporters.http/a.headers.x-token");
    }

    @Test
    void letsReferencesAndNothingPass() throws Exception {
        assertThat(exposed("${env:PASSWORD}", "Bearer ${env:PASSWORD}")).isEmpty();
        assertThat(exposed("", "")).isEmpty();
        assertThat(exposed("$$${env:PASSWORD}", "a$$b")).hasSize(1);
    }

    @Test
    void letsFilesPassThatOthersCannotReadOrReach() throws Exception {
        rights(file, "rw-r-----");
        assertThat(exposed("secret", "other")).isEmpty();
        rights(file, "rw-r--r--");
        rights(folder, "rwxr-x---");
        assertThat(exposed("secret", "other")).isEmpty();
    }

    @Test
    void looksAtTheAgentsOwnTelemetryToo() throws Exception {
        Files.writeString(file, """
                service:
                  telemetry:
                    metrics:
                      readers:
                        - periodic: {exporter: {otlp: {headers: {x-token: secret}, tls: {key_pem: secret, key_file: a.key}}}}
                """);
        ConfigTree tree = ConfigTree.read(List.of(ConfigTree.Source.file(file)), List.of(), Map.of());
        assertThat(catchThrowableOfType(ConfigException.class, () -> tree.refuseExposedSecrets(TestComponents.CATALOG))
                        .problems())
                .extracting(problem -> problem.path().replaceFirst(".*otlp\\.", ""))
                .containsExactlyInAnyOrder("headers.x-token", "tls.key_pem");
    }

    @Test
    void looksIntoIncludedFilesToo() throws Exception {
        Path included =
                Files.writeString(folder.resolve("http.yaml"), "endpoint: http://localhost\npassword: secret\n");
        Files.writeString(file, "exporters: {http/a: '${file:%s}'}".formatted(included));
        ConfigTree tree = ConfigTree.read(List.of(ConfigTree.Source.file(file)), List.of(), Map.of());
        assertThat(catchThrowableOfType(ConfigException.class, () -> tree.refuseExposedSecrets(TestComponents.CATALOG)))
                .hasMessageContaining(
                        included + ":2:11 exporters.http/a.password: a secret, in a file that every user can read.");
    }
}
