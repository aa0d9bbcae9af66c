package io.borescope.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Secret;
import io.borescope.api.tls.ServerTlsConfig;
import io.borescope.api.tls.TlsIdentity;
import io.borescope.api.tls.TlsParameters;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        try (Bench bench = Bench.start(tls(agent.certificate(), agent.key(), friend.certificate()), null)) {
            sendOverGrpc(bench, agent, friend);
            assertThat(sendOverHttp(bench, agent, friend)).isEqualTo(200);
            assertThat(bench.pipelines.traces.eventCount()).isEqualTo(2);

            assertThatThrownBy(() -> sendOverGrpc(bench, agent, stranger)).isInstanceOf(StatusRuntimeException.class);
            assertThatThrownBy(() -> sendOverHttp(bench, agent, stranger)).isInstanceOf(IOException.class);
            assertThat(bench.pipelines.traces.eventCount()).isEqualTo(2);
        }
    }

    private static void sendOverGrpc(Bench bench, PemFiles agent, PemFiles own) throws Exception {
        sendOverGrpc(
                bench,
                TlsChannelCredentials.newBuilder()
                        .trustManager(agent.certificate().toFile())
                        .keyManager(own.certificate().toFile(), own.key().toFile())
                        .build());
    }

    private static void sendOverGrpc(Bench bench, ChannelCredentials credentials) throws Exception {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress("localhost", bench.receiver.grpcPort(), credentials)
                .build();
        try {
            TraceServiceGrpc.newBlockingStub(channel).export(Bench.traces(1));
        } finally {
            channel.shutdownNow();
            assertThat(channel.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static int sendOverHttp(Bench bench, PemFiles agent, PemFiles own) throws Exception {
        return sendOverHttp(bench, HttpClient.newBuilder().sslContext(agent.clientContext(own)));
    }

    private static int sendOverHttp(Bench bench, HttpClient.Builder builder) throws Exception {
        try (HttpClient client = builder.build()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://localhost:" + bench.receiver.httpPort() + "/v1/traces"))
                    .setHeader("Content-Type", "application/x-protobuf")
                    .POST(BodyPublishers.ofByteArray(Bench.traces(1).toByteArray()))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    /** What a sender speaks, and whether it gets in. */
    @ParameterizedTest
    @CsvSource({"TLSv1.2, false", "TLSv1.3, true"})
    void speaksNoVersionThatItIsNotTold(String spoken, boolean getsIn) throws Exception {
        PemFiles agent = PemFiles.make(folder.resolve("agent"), "EC");
        ServerTlsConfig tls = tls(agent.certificate(), agent.key(), null).with(TlsParameters.versions("1.3", null));
        try (Bench bench = Bench.start(tls, null)) {
            ChannelCredentials grpc = NettySslContextChannelCredentials.create(GrpcSslContexts.forClient()
                    .trustManager(agent.certificate().toFile())
                    .protocols(spoken)
                    .build());
            HttpClient.Builder http = HttpClient.newBuilder()
                    .sslContext(agent.clientContext(agent))
                    .sslParameters(new SSLParameters(null, new String[] {spoken}));
            if (getsIn) {
                sendOverGrpc(bench, grpc);
                assertThat(sendOverHttp(bench, http)).isEqualTo(200);
            } else {
                assertThatThrownBy(() -> sendOverGrpc(bench, grpc)).isInstanceOf(StatusRuntimeException.class);
                assertThatThrownBy(() -> sendOverHttp(bench, http)).isInstanceOf(IOException.class);
            }
            assertThat(bench.pipelines.traces.eventCount()).isEqualTo(getsIn ? 2 : 0);
        }
    }

    @Test
    void agreesOnNoCipherSuiteThatItIsNotTold() throws Exception {
        PemFiles agent = PemFiles.make(folder.resolve("agent"), "EC");
        String one = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        String other = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        TlsParameters wanted = new TlsParameters(null, "1.2", List.of(one), List.of("P384"));
        try (Bench bench =
                Bench.start(tls(agent.certificate(), agent.key(), null).with(wanted), null)) {
            for (String suite : List.of(one, other)) {
                ChannelCredentials grpc = NettySslContextChannelCredentials.create(GrpcSslContexts.forClient()
                        .trustManager(agent.certificate().toFile())
                        .ciphers(List.of(suite))
                        .build());
                HttpClient.Builder http = HttpClient.newBuilder()
                        .sslContext(agent.clientContext(agent))
                        .sslParameters(new SSLParameters(new String[] {suite}));
                if (suite.equals(one)) {
                    sendOverGrpc(bench, grpc);
                    assertThat(sendOverHttp(bench, http)).isEqualTo(200);
                } else {
                    assertThatThrownBy(() -> sendOverGrpc(bench, grpc)).isInstanceOf(StatusRuntimeException.class);
                    assertThatThrownBy(() -> sendOverHttp(bench, http)).isInstanceOf(IOException.class);
                }
            }
            assertThat(bench.pipelines.traces.eventCount()).isEqualTo(2);
        }
    }

    @Test
    void takesItsCertificateAndKeyAsText() throws Exception {
        PemFiles agent = PemFiles.make(folder.resolve("agent"), "EC");
        PemFiles friend = PemFiles.make(folder.resolve("friend"), "EC");
        TlsIdentity text = new TlsIdentity(
                null,
                new Secret(Files.readString(agent.certificate())),
                null,
                new Secret(Files.readString(agent.key())),
                null);
        try (Bench bench = Bench.start(ServerTlsConfig.of(text).withClientCaFile(friend.certificate()), null)) {
            sendOverGrpc(bench, agent, friend);
            assertThat(sendOverHttp(bench, agent, friend)).isEqualTo(200);
            assertThatThrownBy(() -> sendOverHttp(bench, agent, agent)).isInstanceOf(IOException.class);
            assertThat(bench.pipelines.traces.eventCount()).isEqualTo(2);
        }
    }

    @Test
    void saysWhichFileIsWrong() throws Exception {
        PemFiles agent = PemFiles.make(folder.resolve("agent"), "EC");
        Path none = folder.resolve("none.pem");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        fails(tls(none, agent.key(), null), "cannot read tls.cert_file " + none);
        fails(tls(empty, agent.key(), null), "holds no certificate");
        fails(tls(agent.certificate(), agent.certificate(), null), "openssl pkcs8 -topk8 -nocrypt");
        fails(tls(agent.certificate(), agent.key(), none), "cannot read tls.client_ca_file " + none);
    }

    private static ServerTlsConfig tls(Path certificate, Path key, @Nullable Path clients) {
        return ServerTlsConfig.of(TlsIdentity.of(certificate, key)).withClientCaFile(clients);
    }

    private static void fails(ServerTlsConfig tls, String why) {
        assertThatThrownBy(() -> Bench.start(tls, null))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(why);
    }
}
