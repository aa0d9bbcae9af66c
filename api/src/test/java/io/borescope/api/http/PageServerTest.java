package io.borescope.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.component.ComponentId;
import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PageServerTest {
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);
    private static final ComponentId OWNER = ComponentId.parse("pages/a");

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    private static PageServer listen(HostPort endpoint, PageServer.Pages pages) throws StartException {
        return PageServer.listen(OWNER, endpoint, "Choose another endpoint.", pages);
    }

    private HttpResponse<String> send(PageServer server, String method, String path) throws Exception {
        URI uri = URI.create("http://" + server.address() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void aPageIsMadeForEachRequestOfAnyMethod() throws Exception {
        try (PageServer server = listen(
                ANY_PORT, request -> Page.text(203, request.getRequestMethod() + " " + request.getRequestURI()))) {
            assertThat(send(server, "GET", "/a?b=c").body()).isEqualTo("GET /a?b=c");
            HttpResponse<String> answer = send(server, "OPTIONS", "/");
            assertThat(answer.statusCode()).isEqualTo(203);
            assertThat(answer.body()).isEqualTo("OPTIONS /");
            assertThat(answer.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        }
    }

    @Test
    void headIsAnsweredWithoutABody() throws Exception {
        try (PageServer server = listen(ANY_PORT, _ -> new Page(200, "application/json", "{}"))) {
            HttpResponse<String> answer = send(server, "HEAD", "/");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void whatFailsBreaksItsOwnConnectionOff() throws Exception {
        try (PageServer server = listen(ANY_PORT, request -> {
            if (request.getRequestURI().getPath().equals("/broken")) {
                throw new IllegalStateException("broken");
            }
            return Page.text(200, "ü");
        })) {
            assertThatThrownBy(() -> send(server, "GET", "/broken")).isInstanceOf(IOException.class);
            assertThat(send(server, "GET", "/").body()).isEqualTo("ü");
        }
    }

    @Test
    void anAddressThatIsTakenIsNamedWithARemedy() throws Exception {
        try (PageServer server = listen(ANY_PORT, _ -> Page.text(200, ""))) {
            HostPort taken = server.address();
            assertThatThrownBy(() -> listen(taken, _ -> Page.text(200, "")))
                    .isInstanceOf(StartException.class)
                    .hasMessage(
                            "pages/a: cannot listen at %s: Address already in use. Choose another endpoint.", taken);
        }
    }

    @Test
    void aNameThatMeansNothingHereIsNamedToo() {
        assertThatThrownBy(() -> listen(new HostPort("no-such-host.invalid", 0), _ -> Page.text(200, "")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("no-such-host.invalid:0")
                .hasMessageContaining("Choose another endpoint.");
    }

    @Test
    void aClosedServerLeavesItsPort() throws Exception {
        HostPort address;
        try (PageServer server = listen(ANY_PORT, _ -> Page.text(200, ""))) {
            address = server.address();
        }
        listen(address, _ -> Page.text(200, "")).close();
    }
}
