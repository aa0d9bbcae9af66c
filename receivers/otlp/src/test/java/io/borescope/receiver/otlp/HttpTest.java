package io.borescope.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's client as sender. */
final class HttpTest {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    private final HttpClient client = HttpClient.newHttpClient();
    private Bench bench;

    @BeforeEach
    void start() throws Exception {
        bench = Bench.start(null, new CorsConfig(List.of("https://*.example.com"), List.of("x-tenant"), 60));
    }

    @AfterEach
    void stop() {
        client.close();
        bench.close();
    }

    @Test
    void takesAllThreeSignals() throws Exception {
        assertThat(post("/v1/traces", PROTOBUF, "", Bench.traces(3).toByteArray())
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/v1/metrics", PROTOBUF, "", Bench.metrics(5).toByteArray())
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/v1/logs", PROTOBUF, "", Bench.logs(7).toByteArray()).statusCode())
                .isEqualTo(200);
        assertThat(bench.pipelines.traces.eventCount()).isEqualTo(3);
        assertThat(bench.pipelines.metrics.eventCount()).isEqualTo(5);
        assertThat(bench.pipelines.logs.eventCount()).isEqualTo(7);
        assertThat(bench.settings.counted("http_spans")).isEqualTo(3);
    }

    @Test
    void answersInTheEncodingOfTheRequest() throws Exception {
        HttpResponse<byte[]> protobuf =
                post("/v1/traces", PROTOBUF, "", Bench.traces(1).toByteArray());
        assertThat(protobuf.headers().firstValue("Content-Type")).contains(PROTOBUF);
        assertThat(ExportTraceServiceResponse.parseFrom(protobuf.body()))
                .isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
        byte[] body = JsonFormat.printer().print(Bench.traces(1)).getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> json = post("/v1/traces", JSON + "; charset=utf-8", "", body);
        assertThat(json.headers().firstValue("Content-Type")).contains(JSON);
        assertThat(new String(json.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
        assertThat(bench.pipelines.traces.eventCount()).isEqualTo(2);
    }

    @Test
    void decompresses() throws Exception {
        byte[] body = Bench.traces(1_000).toByteArray();
        assertThat(post("/v1/traces", PROTOBUF, "gzip", gzip(body)).statusCode())
                .isEqualTo(200);
        assertThat(post("/v1/traces", PROTOBUF, "zstd", Zstd.compress(body)).statusCode())
                .isEqualTo(200);
        assertThat(bench.pipelines.traces.eventCount()).isEqualTo(2_000);
    }

    @Test
    void aFewBytesThatBecomeManyAreTooLarge() throws Exception {
        byte[] body = new byte[64 << 20];
        assertThat(post("/v1/traces", PROTOBUF, "gzip", gzip(body)).statusCode())
                .isEqualTo(413);
        HttpResponse<byte[]> answer = post("/v1/traces", PROTOBUF, "zstd", Zstd.compress(body));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(Status.parseFrom(answer.body()).getMessage())
                .isEqualTo("The body is longer than 1MiB, decompressed.");
    }

    @Test
    void whatIsNoOtlpIsABadRequestAndNothingElseStops() throws Exception {
        HttpResponse<byte[]> protobuf = post("/v1/traces", PROTOBUF, "", new byte[] {1, 2, 3});
        assertThat(protobuf.statusCode()).isEqualTo(400);
        assertThat(Status.parseFrom(protobuf.body()).getCode()).isEqualTo(3);
        HttpResponse<byte[]> json =
                post("/v1/traces", JSON, "", "{\"resourceSpans\":7}".getBytes(StandardCharsets.UTF_8));
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(new String(json.body(), StandardCharsets.UTF_8)).startsWith("{\"code\":3,\"message\":\"");
        assertThat(post("/v1/traces", PROTOBUF, "gzip", new byte[] {1, 2, 3}).statusCode())
                .isEqualTo(400);
        assertThat(bench.settings.counted("http_malformed_requests")).isEqualTo(3);
        assertThat(post("/v1/traces", PROTOBUF, "", Bench.traces(1).toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void asksToComeAgainWhenThereIsNoRoom() throws Exception {
        bench.pipelines.refuse(true);
        HttpResponse<byte[]> answer =
                post("/v1/logs", PROTOBUF, "", Bench.logs(7).toByteArray());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(Status.parseFrom(answer.body()).getCode()).isEqualTo(14);
        assertThat(bench.settings.counted("refused_http_log_records")).isEqualTo(7);
        assertThat(bench.pipelines.logs.batches()).isEmpty();
    }

    @Test
    void saysWhatItDoesNotTake() throws Exception {
        byte[] body = Bench.traces(1).toByteArray();
        assertThat(post("/v1/profiles", PROTOBUF, "", body).statusCode()).isEqualTo(404);
        assertThat(post("/v1/traces", "text/plain", "", body).statusCode()).isEqualTo(415);
        assertThat(post("/v1/traces", PROTOBUF, "br", body).statusCode()).isEqualTo(415);
        HttpResponse<byte[]> get =
                client.send(HttpRequest.newBuilder(uri("/v1/traces")).build(), BodyHandlers.ofByteArray());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        assertThat(bench.pipelines.traces.batches()).isEmpty();
    }

    @Test
    void pagesOfAllowedOriginsMaySend() throws Exception {
        HttpResponse<byte[]> allowed = preflight("https://shop.example.com");
        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).contains("https://shop.example.com");
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers")).contains("Content-Type, x-tenant");
        assertThat(allowed.headers().firstValue("Access-Control-Max-Age")).contains("60");
        assertThat(preflight("https://example.com.evil.org").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private HttpResponse<byte[]> preflight(String origin) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/traces"))
                .method("OPTIONS", BodyPublishers.noBody())
                .setHeader("Origin", origin)
                .setHeader("Access-Control-Request-Method", "POST")
                .build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> post(String path, String type, String compression, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .setHeader("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        if (!compression.isEmpty()) {
            request.setHeader("Content-Encoding", compression);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + bench.receiver.httpPort() + path);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }
}
