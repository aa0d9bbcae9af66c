package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations as users of the OpenTelemetry Collector have them: they are taken as they are, or refused with a line that says what is not here. */
final class CollectorConfigsIT {
    @TempDir
    Path folder;

    private String validate(String name) throws Exception {
        Map<String, String> environment = Map.of(
                "STORAGE_DIRECTORY",
                folder.resolve("queue").toString(),
                "OTLP_TOKEN",
                "token",
                "SERVER_CERTIFICATE",
                "a certificate",
                "SERVER_KEY",
                "a key");
        try (Launcher agent =
                Launcher.start(List.of("validate", "--config", path(name).toString()), environment)) {
            agent.awaitEnd();
            return agent.output();
        }
    }

    private static Path path(String name) throws URISyntaxException {
        URL resource = CollectorConfigsIT.class.getResource("/collector/" + name + ".yaml");
        return Path.of(Objects.requireNonNull(resource, name).toURI());
    }

    @ParameterizedTest
    @CsvSource({
        "agent, 'pipelines 3, receivers 1, processors 6, exporters 1, extensions 0'",
        "gateway, 'pipelines 3, receivers 1, processors 6, exporters 2, extensions 1'",
        "named-instances, 'pipelines 3, receivers 2, processors 5, exporters 3, extensions 0'",
        "env-defaults, 'pipelines 1, receivers 1, processors 1, exporters 1, extensions 0'",
        "persistent-queue, 'pipelines 2, receivers 1, processors 2, exporters 1, extensions 2'",
        "clickhouse-http, 'pipelines 3, receivers 1, processors 3, exporters 1, extensions 0'",
        "prometheus, 'pipelines 1, receivers 1, processors 2, exporters 1, extensions 0'",
        "filter, 'pipelines 2, receivers 1, processors 2, exporters 1, extensions 0'",
        "daemonset, 'pipelines 3, receivers 1, processors 11, exporters 1, extensions 1'",
        "many-pipelines, 'pipelines 5, receivers 2, processors 12, exporters 3, extensions 0'",
        "metrics-shaping, 'pipelines 1, receivers 1, processors 3, exporters 1, extensions 0'",
        "env-everywhere, 'pipelines 2, receivers 1, processors 6, exporters 2, extensions 0'",
        "deltas-and-shares, 'pipelines 2, receivers 1, processors 4, exporters 2, extensions 0'",
        "queued-gateway, 'pipelines 2, receivers 1, processors 2, exporters 2, extensions 3'",
        "every-component, 'pipelines 3, receivers 1, processors 14, exporters 5, extensions 2'",
        "encrypted, 'pipelines 1, receivers 1, processors 0, exporters 2, extensions 0'"
    })
    void isTakenAsItIs(String name, String summary) throws Exception {
        assertThat(validate(name)).contains("The configuration is valid: " + summary);
    }

    @Test
    void isWarnedOfWhatLetsOthersIn() throws Exception {
        assertThat(validate("deltas-and-shares"))
                .contains(
                        "warning: ",
                        "deltas-and-shares.yaml:6:19 receivers.otlp.protocols.grpc.endpoint: \"0.0.0.0:4317\"")
                .contains("deltas-and-shares.yaml:32:29 exporters.otlp.tls.insecure_skip_verify: is true:")
                .contains("deltas-and-shares.yaml:36:29 exporters.otlphttp.tls.insecure_skip_verify: is true:");
    }

    @ParameterizedTest
    @CsvSource({
        "own-metrics, 1, 'own-metrics.yaml:14:5 exporters.otlphttp.auth: unknown key.'",
        "renewed-certificates, 5, '8:28 receivers.otlp.protocols.grpc.tls.reload_interval: is not supported: files are read'",
        "renewed-certificates, 5, '10:34 receivers.otlp.protocols.grpc.tls.client_ca_file_reload: is not supported: '",
        "renewed-certificates, 5, '15:20 exporters.otlp.tls.max_version: leaves no version: '",
        "renewed-certificates, 5, '16:23 exporters.otlp.tls.cipher_suites[0]: \"TLS_RSA_WITH_RC4_128_SHA\" is not one'",
        "renewed-certificates, 5, '20:7 exporters.otlp/old.tls.include_insecure_cipher_suites: unknown key.'",
        "tail-sampling, 2, 'tail-sampling.yaml:10:3 processors.tail_sampling: unknown processor type \"tail_sampling\".'",
        "clickhouse, 1, 'clickhouse.yaml:18:5 exporters.clickhouse.compress: unknown key. Valid: async_insert, cluster, compression,'"
    })
    void isRefusedWithALine(String name, int problems, String line) throws Exception {
        assertThat(validate(name))
                .contains(".yaml has %d problem%s:".formatted(problems, problems == 1 ? "" : "s"))
                .contains(line);
    }
}
