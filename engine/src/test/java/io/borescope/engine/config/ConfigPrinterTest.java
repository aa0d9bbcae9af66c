package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigPrinterTest {
    @Test
    void printsWhatAllFilesAndSettingsComeTo() throws Exception {
        assertThat(Reading.of(Reading.SMALL)
                        .and("b.yaml", "service: {resource: {team: \"a: b\", zip: \"0123\", price: $$5}}")
                        .set("service.shutdown_timeout=5s")
                        .print())
                .isEqualTo("""
                receivers:
                  host: null
                exporters:
                  debug: null
                service:
                  pipelines:
                    main:
                      receivers:
                        - host
                      exporters:
                        - debug
                  resource:
                    team: "a: b"
                    zip: "0123"
                    price: "$$5"
                  shutdown_timeout: "5s"
                """);
    }

    @Test
    void printsWhatCanBeReadAgain() throws Exception {
        String printed = Reading.of(Reading.FULL).print();

        assertThat(Reading.of(printed).print()).isEqualTo(printed);
        assertThat(Reading.of(printed).plan())
                .isEqualTo(Reading.of(Reading.FULL).plan());
    }

    @Test
    void showsNoPemText() throws Exception {
        assertThat(Reading.of(Reading.SMALL)
                        .set(
                                "service::telemetry::metrics::readers=[{periodic: {exporter: {otlp: {tls: {ca_pem: hunter2-ca,"
                                        + " cert_pem: hunter2-certificate, key_pem: hunter2-key, max_version: 1.3}}}}}]")
                        .print())
                .contains("ca_pem: \"[REDACTED]\"", "cert_pem: \"[REDACTED]\"", "key_pem: \"[REDACTED]\"", "1.3")
                .doesNotContain("hunter2");
    }

    @Test
    void showsASecretNeitherInPrintNorInMessages(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("password");
        Files.writeString(file, "hunter2-file");
        String yaml = """
                receivers:
                  host:
                exporters:
                  http:
                    endpoint: http://user:hunter2-url@h/?token=hunter2-query
                    password: ${file:%s}
                    headers: {Authorization: "${env:TOKEN}", X: [hunter2-list]}
                    pasword: hunter2-typo
                  unknown:
                    api_key: hunter2-unknown
                    nested: {password: {a: hunter2-nested}}
                    token: ${env:TOKEN}
                service:
                  pipelines:
                    main: {receivers: [host], exporters: [http]}
                """.formatted(file);
        Reading reading = Reading.of(yaml).environment(Map.of("TOKEN", "hunter2-env"));

        assertThat(reading.print()).contains("http://user:REDACTED@h/?REDACTED").doesNotContain("hunter2");
        assertThat(reading.failure().getMessage())
                .contains("exporters.http.headers.X: must be text, not a list.")
                .doesNotContain("hunter2");
    }
}
