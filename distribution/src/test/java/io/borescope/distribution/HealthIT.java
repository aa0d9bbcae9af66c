package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The agent as a probe of Kubernetes sees it. */
final class HealthIT {
    @TempDir
    Path folder;

    @Test
    void saysHowEachComponentIs() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("agent.yaml"), """
                extensions:
                  health_check:
                    endpoint: 127.0.0.1:%d
                receivers: {host_specs: }
                exporters: {debug: }
                service:
                  extensions: [health_check]
                  pipelines:
                    metrics: {receivers: [host_specs], exporters: [debug]}
                """.formatted(port));
        try (Launcher agent = Launcher.start(List.of("run", "--config", config.toString()), Map.of());
                HttpClient client = HttpClient.newHttpClient()) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));

            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/status"))
                            .build(),
                    BodyHandlers.ofString());
            JsonNode components = new ObjectMapper().readTree(answer.body()).get("components");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(components
                            .valueStream()
                            .map(each -> each.get("component").asString() + " "
                                    + each.get("state").asString()))
                    .containsExactly("extension health_check ok", "receiver host_specs ok", "exporter debug ok");
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
        }
    }
}
