package io.borescope.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.component.StartException;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders know the agent by its certificate, and where wanted the agent knows them. */
final class TlsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void onlySendersWithATrustedCertificateGetIn(String algorithm) throws Exception {
        PemFiles agent = PemFiles.make(folder.resolve("agent"), algorithm);
        PemFiles friend = PemFiles.make(folder.resolve("friend"), algorithm);
        PemFiles stranger = PemFiles.make(folder.resolve("stranger"), algorithm);
        try (Bench bench =
                Bench.start(new ServerTlsConfig(agent.certificate(), agent.key(), friend.certificate()), null)) {
            sendOverGrpc(bench, agent, friend);
            assertThat(sendOverHttp(bench, agent, friend)).isEqualTo(200);
            assertThat(bench.pipelines.traces.eventCount()).isEqualTo(2);

            assertThatThrownBy(() -> sendOverGrpc(bench, agent, stranger)).isInstanceOf(StatusRuntimeException.class);
            assertThatThrownBy(() -> sendOverHttp(bench, agent, stranger)).isInstanceOf(IOException.class);
            assertThat(bench.pipelines.traces.eventCount()).isEqualTo(2);
        }
    }

    private static void sendOverGrpc(Bench bench, PemFiles agent, PemFiles own) throws Exception {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                        "localhost",
                        bench.receiver.grpcPort(),
                        TlsChannelCredentials.newBuilder()
                                .trustManager(agent.certificate().toFile())
                                .keyManager(
                                        own.certificate().toFile(), own.key().toFile())
                                .build())
                .build();
        try {
            TraceServiceGrpc.newBlockingStub(channel).export(Bench.traces(1));
        } finally {
            channel.shutdownNow();
            assertThat(channel.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static int sendOverHttp(Bench bench, PemFiles agent, PemFiles own) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(agent.clientContext(own)).build()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://localhost:" + bench.receiver.httpPort() + "/v1/traces"))
                    .setHeader("Content-Type", "application/x-protobuf")
                    .POST(BodyPublishers.ofByteArray(Bench.traces(1).toByteArray()))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void saysWhichFileIsWrong() throws Exception {
        PemFiles agent = PemFiles.make(folder.resolve("agent"), "EC");
        Path none = folder.resolve("none.pem");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        fails(new ServerTlsConfig(none, agent.key(), null), "cannot read tls.cert_file " + none);
        fails(new ServerTlsConfig(empty, agent.key(), null), "holds no certificate");
        fails(new ServerTlsConfig(agent.certificate(), agent.certificate(), null), "openssl pkcs8 -topk8 -nocrypt");
        fails(new ServerTlsConfig(agent.certificate(), agent.key(), none), "cannot read tls.client_ca_file " + none);
    }

    private static void fails(ServerTlsConfig tls, String why) {
        assertThatThrownBy(() -> Bench.start(tls, null))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(why);
    }
}
