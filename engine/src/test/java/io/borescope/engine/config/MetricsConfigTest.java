package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.HostPort;
import io.borescope.api.config.Secret;
import io.borescope.api.telemetry.FigureLevel;
import io.borescope.api.tls.TlsConfig;
import io.borescope.api.tls.TlsIdentity;
import io.borescope.api.tls.TlsParameters;
import io.borescope.engine.plan.TelemetryPlan;
import io.borescope.engine.plan.TelemetryPlan.Push;
import io.borescope.engine.plan.TelemetryPlan.Scrape;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users write under {@code service.telemetry}, most of it as users of the Collector have it. */
final class MetricsConfigTest {
    private static Reading with(String telemetry) {
        return Reading.of(Reading.FULL).and("more.yaml", "service:\n  telemetry:\n" + telemetry.indent(4));
    }

    private static TelemetryPlan plan(String telemetry) throws ConfigException {
        return with(telemetry).plan().telemetry();
    }

    private static void assertOnlyPageAt(TelemetryPlan plan, String host, int port) {
        assertThat(plan.readers())
                .singleElement()
                .isInstanceOfSatisfying(
                        Scrape.class, scrape -> assertThat(scrape.endpoint()).isEqualTo(new HostPort(host, port)));
    }

    @Test
    void nothingIsShownUnlessItIsAskedFor() throws Exception {
        assertThat(Reading.of(Reading.FULL).plan().telemetry()).isEqualTo(TelemetryPlan.OFF);
        assertThat(plan("metrics: {level: none}")).isEqualTo(TelemetryPlan.OFF);
    }

    @Test
    void theKeyAloneMeansWhatTheCollectorDoesByDefault() throws Exception {
        TelemetryPlan plan = plan("metrics:");
        assertThat(plan.level()).isEqualTo(FigureLevel.NORMAL);
        assertOnlyPageAt(plan, "127.0.0.1", 8888);
    }

    @Test
    void theOlderFormIsUnderstood() throws Exception {
        assertOnlyPageAt(plan("metrics: {address: '0.0.0.0:9999'}"), "0.0.0.0", 9999);
    }

    @Test
    void readersAreAsInTheCollector() throws Exception {
        TelemetryPlan plan = plan("""
                resource: {service.name: shop}
                metrics:
                  level: detailed
                  readers:
                    - pull:
                        exporter:
                          prometheus:
                            host: localhost
                            port: 8890
                            without_units: true
                            with_resource_constant_labels: {included: ["*"], excluded: [service.name]}
                    - periodic:
                        interval: 60000
                        exporter:
                          otlp:
                            protocol: http/protobuf
                            endpoint: https://ingest.example.org:443
                            headers: {x-key: "12345"}
                    - periodic:
                        interval: 5s
                        exporter: {otlp: {protocol: grpc, endpoint: 'http://backend:4317', compression: none}}
                """);
        assertThat(plan.level()).isEqualTo(FigureLevel.DETAILED);
        assertThat(plan.resource()).containsExactly(Map.entry("service.name", "shop"));
        assertThat(plan.readers().get(0)).isInstanceOfSatisfying(Scrape.class, scrape -> {
            assertThat(scrape.endpoint()).isEqualTo(new HostPort("127.0.0.1", 8890));
            assertThat(scrape.units()).isFalse();
            assertThat(scrape.includedLabels()).containsExactly("*");
            assertThat(scrape.excludedLabels()).containsExactly("service.name");
        });
        assertThat(plan.readers().get(1)).isInstanceOfSatisfying(Push.class, push -> {
            assertThat(push.grpc()).isFalse();
            assertThat(push.endpoint()).isEqualTo(URI.create("https://ingest.example.org:443/v1/metrics"));
            assertThat(push.headers()).containsExactly(Map.entry("x-key", "12345"));
            assertThat(push.interval()).isEqualTo(Duration.ofMinutes(1));
            assertThat(push.compressed()).isTrue();
        });
        assertThat(plan.readers().get(2)).isInstanceOfSatisfying(Push.class, push -> {
            assertThat(push.grpc()).isTrue();
            assertThat(push.endpoint()).isEqualTo(URI.create("http://backend:4317"));
            assertThat(push.interval()).isEqualTo(Duration.ofSeconds(5));
            assertThat(push.compressed()).isFalse();
        });
    }

    @Test
    void allProblemsAreReportedWithTheirPlaces() {
        assertThat(with("""
                        metrics:
                          readers:
                            - pull: {exporter: {prometheus: {port: 0, without_type_suffix: true}}}
                            - periodic:
                                interval: soon
                                exporter: {otlp: {protocol: http, temporality_preference: delta}}
                            - {}
                        """).problems())
                .hasSize(7)
                .anyMatch(problem -> problem.contains("readers[0].pull.exporter.prometheus.port: 0 is out of range."))
                .anyMatch(problem -> problem.contains("without_type_suffix: true is not supported"))
                .anyMatch(problem -> problem.contains("readers[1].periodic.interval: \"soon\" is not a duration."))
                .anyMatch(problem -> problem.contains("\"http\" is not one of http/protobuf, grpc."))
                .anyMatch(problem -> problem.contains("\"delta\" is not one of cumulative."))
                .anyMatch(problem -> problem.contains("readers[1].periodic.exporter.otlp.endpoint: is missing."))
                .anyMatch(problem -> problem.contains("readers[2]: must be either pull or periodic."));
    }

    @Test
    void keysOfTlsStandBesideEachOtherWhateverTheyAreAbout() throws Exception {
        String tls = """
                metrics:
                  readers:
                    - periodic:
                        exporter:
                          otlp:
                            endpoint: https://backend:4318
                            tls: {ca_file: ca.pem, cert_pem: "${env:CERT}", key_pem: "${env:KEY}", min_version: 1.3}
                """;
        TlsConfig expected = TlsConfig.trusting(Path.of("ca.pem"))
                .with(new TlsIdentity(null, new Secret("a\n b"), null, new Secret("k"), null))
                .with(TlsParameters.versions("1.3", null));
        assertThat(with(tls)
                        .environment(Map.of("CERT", "a\n b", "KEY", "k"))
                        .plan()
                        .telemetry()
                        .readers())
                .singleElement()
                .isInstanceOfSatisfying(
                        Push.class, push -> assertThat(push.tls()).isEqualTo(expected));
        assertThat(with(tls.replace("key_pem", "key_pen")).problems())
                .singleElement()
                .asString()
                .contains("otlp.tls.key_pen: unknown key. Did you mean \"key_pem\"?")
                .contains("ca_file, ca_pem, cert_file, cert_pem, cipher_suites, curve_preferences, ");
    }

    @Test
    void certificatesForGrpcAreRefusedAsTheyWouldHaveNoEffect() {
        assertThat(with("""
                        metrics:
                          readers:
                            - periodic:
                                exporter: {otlp: {protocol: grpc, endpoint: 'https://backend:4317', tls: {ca_file: ca.pem}}}
                        """).problems())
                .singleElement()
                .asString()
                .contains("exporter.otlp.tls: is for http/protobuf alone");
    }

    @Test
    void headersAreNotPrinted() throws Exception {
        String printed = with("""
                metrics:
                  readers:
                    - periodic:
                        exporter: {otlp: {endpoint: 'http://backend:4318', headers: {x-lane: "98765"}}}
                """).print();
        assertThat(printed).contains("http://backend:4318").contains("REDACTED").doesNotContain("98765");
    }

    @Test
    void equalConfigurationsHaveEqualHashesWhateverTheirSecretsAre() throws Exception {
        String telemetry = """
                metrics:
                  readers:
                    - periodic:
                        exporter: {otlp: {endpoint: 'http://backend:%d', headers: {x-lane: "%s"}}}
                """;
        String hash = plan(telemetry.formatted(4318, "one")).configHash();
        assertThat(hash)
                .hasSize(16)
                .isEqualTo(plan(telemetry.formatted(4318, "two")).configHash());
        assertThat(plan(telemetry.formatted(4319, "one")).configHash()).isNotEqualTo(hash);
    }
}
