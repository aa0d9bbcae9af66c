package io.borescope.exporter.ndjsonhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Resource;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.config.ByteSize;
import io.borescope.api.config.Secret;
import io.borescope.api.tls.TlsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonHttpExporterConfigTest {
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static NdjsonHttpExporterConfig config(@Nullable String endpoint, Map<String, Secret> headers) {
        URI uri = endpoint == null ? null : URI.create(endpoint);
        return new NdjsonHttpExporterConfig(uri, null, headers, null, null, TlsConfig.DEFAULT);
    }

    private static List<String> problems(NdjsonHttpExporterConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }

    @Test
    void anEndpointIsEnough() {
        NdjsonHttpExporterConfig config = config("https://example.org/v1/rows?table=x", Map.of());
        assertThat(problems(config)).isEmpty();
        assertThat(config.compression()).isEqualTo(Compression.GZIP);
        assertThat(config.maxRequestBodySize()).isEqualTo(ByteSize.ofMebibytes(4));
        assertThat(config.extraFields()).isTrue();
    }

    @Test
    void asksForTheEndpoint() {
        assertThat(problems(config(null, Map.of()))).singleElement().asString().startsWith("endpoint: is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/",
                "example.org/rows",
                "file:///etc/passwd",
                "https:///rows",
                "https://user:hunter2@example.org/",
                "https://example.org/#part"
            })
    void refusesWhatCannotBePostedToWithoutRepeatingIt(String endpoint) {
        assertThat(problems(config(endpoint, Map.of())))
                .singleElement()
                .asString()
                .startsWith("endpoint: ")
                .doesNotContain("hunter2");
    }

    @Test
    void refusesHeadersThatCouldForgeARequest() {
        Map<String, Secret> headers = Map.of(
                "x", new Secret("hunter2\r\nhost: evil"),
                "x y", new Secret(""),
                "Content-Length", new Secret("3"));
        assertThat(problems(config("http://localhost/", headers)))
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("headers.x: "))
                .anyMatch(problem -> problem.startsWith("headers.x y: "))
                .anyMatch(problem -> problem.startsWith("headers.Content-Length: "))
                .noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void refusesSizesOutOfBoundsAndCertificatesWithoutTls() {
        NdjsonHttpExporterConfig config = new NdjsonHttpExporterConfig(
                URI.create("http://localhost/"),
                null,
                Map.of(),
                new ByteSize(1023),
                null,
                TlsConfig.trusting(Path.of("ca.pem")));
        assertThat(problems(config))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("max_request_body_size: 1023B is not between 1KiB and"))
                .anyMatch(problem -> problem.startsWith("tls: is of no use"));
    }

    @Test
    void neverShowsHeaders() {
        assertThat(config("http://localhost/", Map.of("authorization", new Secret("hunter2"))))
                .asString()
                .contains("authorization", "[REDACTED]")
                .doesNotContain("hunter2");
    }

    @Test
    void isFoundAndAsksForTheNameOfTheInstance() {
        NdjsonHttpExporterFactory factory = ServiceLoader.load(ExporterFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(NdjsonHttpExporterFactory.class::isInstance)
                .map(NdjsonHttpExporterFactory.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(factory.requiredResourceAttributes(config("http://localhost/", Map.of())))
                .containsExactly(Resource.INSTANCE_NAME);
    }
}
