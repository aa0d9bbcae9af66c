package io.borescope.extension.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import io.borescope.api.telemetry.AgentHealth;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HealthTest {
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);
    private static final ResponseBody NO_TEXTS = new ResponseBody(null, null);
    private static final long SECOND = 1_000_000_000L;

    private final HandClock clock = new HandClock(0, 0);
    private final TestSettings settings = new TestSettings("health", clock);
    private final HttpClient client = HttpClient.newHttpClient();
    private boolean ready = true;
    private AgentHealth.State state = AgentHealth.State.OK;
    private Health health = new Health(settings, new HealthConfig(ANY_PORT, "/", NO_TEXTS));

    @BeforeEach
    void publish() {
        settings.services().publish(AgentHealth.class, new AgentHealth() {
            @Override
            public boolean isReady() {
                return ready;
            }

            @Override
            public long startedEpochNanos() {
                return SECOND;
            }

            @Override
            public List<ComponentHealth> components() {
                return List.of(new ComponentHealth("exporter otlp", state, "no \"answer\"", 2 * SECOND));
            }
        });
        settings.advance(Duration.ofSeconds(61));
    }

    @AfterEach
    void close() {
        health.close();
        client.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private void assertAnswers(String path, int status, String body) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(answer.body()).as(path).isEqualTo(body);
    }

    @Test
    void whileReady() throws Exception {
        health.start();

        assertAnswers("/", 200, """
                {"status":"Server available","upSince":"1970-01-01T00:00:01Z","uptime":"PT1M"}
                """);
        assertAnswers("/live", 200, "alive\n");
        assertAnswers("/ready", 200, "ready\n");
        assertAnswers("/status", 200, """
                {"ready":true,"started":"1970-01-01T00:00:01Z","components":[{"component":"exporter otlp","state":"ok",\
                "message":"no \\"answer\\"","since":"1970-01-01T00:00:02Z"}]}
                """);
        assertThat(get("/status").headers().firstValue("content-type")).contains("application/json");
        assertThat(get("/other").statusCode()).isEqualTo(404);
    }

    @Test
    void whileNotReady() throws Exception {
        ready = false;
        health.start();

        assertAnswers("/", 503, "{\"status\":\"Server not available\"}\n");
        assertAnswers("/live", 200, "alive\n");
        assertAnswers("/ready", 503, "not ready\n");
        assertThat(get("/status").statusCode()).isEqualTo(503);
    }

    @Test
    void aComponentThatHasStoppedForGoodIsSeenInStatusAlone() throws Exception {
        state = AgentHealth.State.PERMANENT;
        health.start();

        assertThat(get("/status").statusCode()).isEqualTo(503);
        assertThat(get("/").statusCode()).isEqualTo(200);
        state = AgentHealth.State.RECOVERABLE;
        assertThat(get("/status").statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhatItIsToldToSay() throws Exception {
        health = new Health(settings, new HealthConfig(ANY_PORT, "/health", new ResponseBody("fine", "ill")));
        health.start();

        assertAnswers("/health", 200, "fine");
        ready = false;
        assertAnswers("/health", 503, "ill");
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws Exception {
        health.start();
        HostPort taken = new HostPort("127.0.0.1", health.port());
        Health second = new Health(settings, new HealthConfig(taken, "/", NO_TEXTS));

        assertThatThrownBy(second::start)
                .isInstanceOf(StartException.class)
                .hasMessage("health: cannot listen at %s: Address already in use. Choose another endpoint.", taken);
    }

    @Test
    void keepsToTheComponentContract() throws Exception {
        ComponentContract.check(() -> new Health(settings, new HealthConfig(ANY_PORT, "/", NO_TEXTS)));
    }
}
