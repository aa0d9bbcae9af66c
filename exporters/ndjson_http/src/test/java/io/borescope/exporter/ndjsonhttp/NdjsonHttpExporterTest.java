package io.borescope.exporter.ndjsonhttp;

import static io.borescope.exporter.ndjsonhttp.TestBatches.nanos;
import static io.borescope.exporter.ndjsonhttp.TestBatches.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.config.ByteSize;
import io.borescope.api.config.Secret;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.tls.TlsConfig;
import io.borescope.exporter.ndjsonhttp.TestServer.Answer;
import io.borescope.exporter.ndjsonhttp.TestServer.Received;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class NdjsonHttpExporterTest {
    private final TestSettings settings =
            new TestSettings("ndjson_http", new HandClock(0, nanos("2026-01-05T10:00:00Z")));
    private final List<NdjsonHttpExporter> exporters = new ArrayList<>();
    private TestServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = TestServer.http();
    }

    @AfterEach
    void closeAll() {
        exporters.forEach(NdjsonHttpExporter::close);
        server.close();
    }

    private NdjsonHttpExporter exporter(String path) throws Exception {
        return exporter(config(server.uri(path), Compression.GZIP, Map.of(), ByteSize.ofMebibytes(4)));
    }

    private NdjsonHttpExporter smallRequests() throws Exception {
        return exporter(config(server.uri("/rows"), Compression.NONE, Map.of(), ByteSize.ofKibibytes(1)));
    }

    private NdjsonHttpExporter exporter(NdjsonHttpExporterConfig config) throws Exception {
        NdjsonHttpExporter exporter = new NdjsonHttpExporter(settings, config);
        exporter.start();
        exporters.add(exporter);
        return exporter;
    }

    private static NdjsonHttpExporterConfig config(
            URI endpoint, Compression compression, Map<String, Secret> headers, ByteSize size) {
        return new NdjsonHttpExporterConfig(endpoint, compression, headers, size, false, TlsConfig.DEFAULT);
    }

    private static ExportException failure(NdjsonHttpExporter exporter, MetricBatch... batches) {
        return catchThrowableOfType(ExportException.class, () -> exporter.export(List.of(batches)));
    }

    /** The pids of all rows that arrived, in order. */
    private List<Integer> receivedPids() {
        return server.received().stream()
                .flatMap(request -> request.lines().stream())
                .map(line -> Integer.valueOf((String) Json.object(line).get("pid")))
                .toList();
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void postsRowsAsLines(Compression compression) throws Exception {
        NdjsonHttpExporter exporter = exporter(config(
                server.uri("/rows"),
                compression,
                Map.of("authorization", new Secret("Bearer abc")),
                ByteSize.ofMebibytes(4)));
        assertThat(exporter.export(List.of(rows(2), rows(0), rows(1)))).isEqualTo(ExportResult.ACCEPTED);

        Received request = server.received().getFirst();
        assertThat(server.received()).hasSize(1);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("Content-type")).containsExactly("application/x-ndjson");
        assertThat(request.header("Authorization")).containsExactly("Bearer abc");
        assertThat(request.header("Content-encoding"))
                .isEqualTo(
                        switch (compression) {
                            case NONE -> List.of();
                            case GZIP -> List.of("gzip");
                            case ZSTD -> List.of("zstd");
                            case ZLIB -> List.of("deflate");
                            case SNAPPY -> List.of("snappy");
                        });
        assertThat(receivedPids()).containsExactly(0, 1, 0);
        assertThat(settings.counted("requests")).isEqualTo(1);
    }

    @Test
    void sendsNothingWhenThereAreNoRows() throws Exception {
        assertThat(exporter("/rows").export(List.of(rows(0)))).isEqualTo(ExportResult.ACCEPTED);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void reusesItsBufferWithoutMixingExports() throws Exception {
        NdjsonHttpExporter exporter = exporter("/rows");
        exporter.export(List.of(rows(300)));
        exporter.export(List.of(rows(1)));
        assertThat(server.received().getLast().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void acceptsEverySuccess(int status) throws Exception {
        server.answerWith(status);
        assertThat(exporter("/rows").export(List.of(rows(1)))).isEqualTo(ExportResult.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void aBusyOrAbsentBackendIsTriedAgain(int status) throws Exception {
        server.answerWith(status);
        ExportException failure = failure(exporter("/rows"), rows(1));
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure).hasMessageContaining("HTTP " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {304, 400, 401, 403, 404, 413, 422, 500, 501})
    void aRefusalIsNotTriedAgain(int status) throws Exception {
        server.answerWith(status);
        ExportException failure = failure(exporter("/rows"), rows(1));
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessageContaining("HTTP " + status);
    }

    @Test
    void aRefusalQuotesTheBeginningOfTheAnswerWithoutControlCharacters() throws Exception {
        server.answerWith(new Answer(400, Map.of(), "\u001b[31mno such\r\nfield " + "x".repeat(100_000)));
        ExportException failure = failure(exporter("/rows"), rows(1));
        String quoted = "[31mno such field " + "x".repeat(182) + "…";
        assertThat(failure).hasMessage("POST " + server.uri("/rows") + ": HTTP 400: " + quoted);
    }

    @Test
    void waitsAsLongAsTheBackendAsks() throws Exception {
        assertThat(retryAfter("17")).contains(Duration.ofSeconds(17));
        assertThat(retryAfter("Mon, 05 Jan 2026 10:01:30 GMT")).contains(Duration.ofSeconds(90));
        assertThat(retryAfter("Mon, 05 Jan 2026 09:00:00 GMT")).contains(Duration.ZERO);
        assertThat(retryAfter("soon")).isEmpty();
        assertThat(retryAfter("-5")).isEmpty();
        assertThat(retryAfter("99999999999999999999")).isEmpty();
    }

    private Optional<Duration> retryAfter(String header) throws Exception {
        server.answerWith(new Answer(503, Map.of("Retry-After", header), ""));
        return failure(exporter("/rows"), rows(1)).retryAfter();
    }

    @Test
    void doesNotFollowRedirectsAndSaysWhereTheyLead() throws Exception {
        server.answerWith(new Answer(307, Map.of("Location", "https://elsewhere.example/"), ""));
        ExportException failure = failure(exporter("/rows"), rows(1));
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessageContaining("https://elsewhere.example/");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aServerThatDoesNotAnswerEndsWithTheTimeout() throws Exception {
        settings.timeout(Duration.ofMillis(100));
        ExportException failure = failure(exporter("/silent"), rows(1));
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasMessageContaining("no answer within 100 ms");
    }

    @Test
    void aRefusalWhoseBodyNeverEndsCounts() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        server.handle("/endless", exchange -> {
            exchange.sendResponseHeaders(400, 0);
            try (exchange) {
                while (done.getCount() > 0) {
                    exchange.getResponseBody().write(new byte[4096]);
                }
            }
        });
        ExportException failure = failure(exporter("/endless"), rows(1));
        done.countDown();
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void aServerThatIsNotThereIsTriedAgain() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://localhost:" + socket.getLocalPort() + "/rows?token=hidden");
        }
        ExportException failure =
                failure(exporter(config(nobody, Compression.GZIP, Map.of(), ByteSize.ofMebibytes(4))), rows(1));
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasMessageContaining("cannot connect").hasMessageNotContaining("hidden");
    }

    @Test
    void aConnectionThatBreaksAmidTheBodyIsTriedAgain() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> resetAfterAFewBytes(listener));
            URI endpoint = URI.create("http://localhost:" + listener.getLocalPort() + "/rows");
            ExportException failure = failure(
                    exporter(config(endpoint, Compression.NONE, Map.of(), ByteSize.ofMebibytes(64))), rows(50_000));
            reset.join();
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.unsent().orElseThrow()).hasSize(1);
        }
    }

    private static void resetAfterAFewBytes(ServerSocket listener) {
        try (Socket socket = listener.accept();
                InputStream in = socket.getInputStream()) {
            in.readNBytes(1000);
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void splitsRowsOverRequestsWithinTheLimit() throws Exception {
        smallRequests().export(List.of(rows(10), rows(10)));
        List<Integer> expected = new ArrayList<>(upTo(10));
        expected.addAll(upTo(10));
        assertThat(receivedPids()).isEqualTo(expected);
        assertThat(server.received())
                .hasSizeBetween(5, 15)
                .allSatisfy(request -> assertThat(request.bodyBytes()).isBetween(1, 1024));
    }

    @Test
    void aRowLargerThanTheLimitGoesAlone() throws Exception {
        MetricBatch large = TestBatches.batch("x")
                .longs("pid", 0, 1, 2)
                .texts("label", "a", "b".repeat(5000), "c")
                .build();
        smallRequests().export(List.of(large));
        assertThat(receivedPids()).containsExactly(0, 1, 2);
        assertThat(server.received())
                .extracting(request -> request.lines().size())
                .containsExactly(1, 1, 1);
    }

    @Test
    void aRetryRepeatsNothingThatWasAccepted() throws Exception {
        NdjsonHttpExporter exporter = smallRequests();
        server.answerWith(200, 200, 503);
        MetricBatch first = rows(10);
        MetricBatch second = rows(3);
        ExportException failure = failure(exporter, first, second);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(server.received()).hasSize(3);

        int accepted = server.received().get(0).lines().size()
                + server.received().get(1).lines().size();
        assertThat(accepted).isBetween(1, 9);
        List<? extends Batch> unsent = failure.unsent().orElseThrow();
        assertThat(unsent).hasSize(2);
        assertThat(unsent.getFirst()).isSameAs(first);
        assertThat(unsent.getLast()).isSameAs(second);

        exporter.export(unsent);
        List<Integer> arrived = new ArrayList<>(receivedPids());
        int refused = server.received().get(2).lines().size();
        arrived.subList(accepted, accepted + refused).clear();
        List<Integer> expected = new ArrayList<>(upTo(10));
        expected.addAll(upTo(3));
        assertThat(arrived).isEqualTo(expected);
    }

    @Test
    void aRefusedRequestDoesNotKeepTheOthersFromBeingSent() throws Exception {
        server.answerWith(200, 400, 200);
        MetricBatch batch = rows(10);
        NdjsonHttpExporter exporter = smallRequests();
        ExportException failure = failure(exporter, batch);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(receivedPids()).isEqualTo(upTo(10));

        int before = server.received().get(0).lines().size();
        int refused = server.received().get(1).lines().size();
        assertThat(failure.unsent().orElseThrow()).singleElement().isSameAs(batch);

        exporter.export(List.of(batch));
        assertThat(receivedPids())
                .hasSize(10 + refused)
                .endsWith(upTo(10).subList(before, before + refused).toArray(new Integer[0]));
    }

    @Test
    void aBatchThatGotThroughIsNoLongerRemembered() throws Exception {
        NdjsonHttpExporter exporter = smallRequests();
        MetricBatch batch = rows(10);
        exporter.export(List.of(batch));
        exporter.export(List.of(batch));
        assertThat(receivedPids()).hasSize(20);
    }

    @Test
    void rowsAcceptedBeforeAreLeftOutWhereverTheyStand() {
        MetricBatch batch = rows(10);
        AcceptedRows accepted = new AcceptedRows();
        accepted.add(List.of(new RowRange(batch, 0, 2), new RowRange(batch, 4, 5), new RowRange(batch, 8, 10)));
        NdjsonHttpExporterConfig config =
                config(server.uri("/rows"), Compression.NONE, Map.of(), ByteSize.ofMebibytes(4));
        RequestWriter writer =
                new RequestWriter(List.of(batch, rows(1)), config, accepted, amount -> {}, new JsonBuffer());
        assertThat(writer.next().rows()).hasSize(2);
        assertThat(writer.hasNext()).isFalse();
        assertThat(accepted.of(batch).cardinality()).isEqualTo(5);
    }

    @Test
    void anInterruptEndsTheExport() throws Exception {
        settings.timeout(Duration.ofMinutes(1));
        NdjsonHttpExporter exporter = exporter("/silent");
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> exporter.export(List.of(rows(1))));
    }

    @Test
    void keepsToTheComponentContract() throws Exception {
        ComponentContract.check(() -> new NdjsonHttpExporter(
                settings, config(server.uri("/rows"), Compression.ZSTD, Map.of(), ByteSize.ofMebibytes(4))));
    }
}
