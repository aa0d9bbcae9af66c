package io.borescope.exporter.otlp;

import com.google.common.util.concurrent.ListenableFuture;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import io.borescope.otlp.Encoding;
import io.borescope.otlp.MalformedOtlpException;
import io.borescope.otlp.Outbox;
import io.borescope.otlp.OutgoingRequest;
import io.borescope.otlp.PartialSuccess;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Has the connection, and sends requests over it. Thread-safe. */
final class GrpcSender implements Outbox.Sender, AutoCloseable {
    private static final int LARGEST_ANSWER = 1 << 20;

    private final HostPort server;
    private final ManagedChannel channel;
    private final Channel withHeaders;
    private final @Nullable String compression;

    private GrpcSender(OtlpExporterConfig config, ManagedChannel channel) {
        this.server = config.server();
        this.channel = channel;
        this.withHeaders =
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers(config)));
        this.compression = config.compression() == Compression.NONE
                ? null
                : config.compression().name().toLowerCase(Locale.ROOT);
    }

    /** Opens nothing yet: a connection is made when the first request is sent, and again after it broke. */
    static GrpcSender open(OtlpExporterConfig config) throws StartException {
        HostPort server = config.server();
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(server.host(), server.port(), credentials(config))
                .disableRetry() // the engine retries, and counts
                .maxInboundMessageSize(LARGEST_ANSWER)
                .compressorRegistry(compressors());
        String override = config.tls().serverNameOverride();
        if (override != null) {
            builder.overrideAuthority(override);
        }
        return new GrpcSender(config, builder.build());
    }

    private static ChannelCredentials credentials(OtlpExporterConfig config) throws StartException {
        if (!config.isEncrypted()) {
            return InsecureChannelCredentials.create();
        }
        Optional<SSLContext> tls = config.tls().context();
        return tls.isPresent()
                ? NettySslContextChannelCredentials.create(forHttp2(tls.get()))
                : TlsChannelCredentials.create();
    }

    private static SslContext forHttp2(SSLContext context) {
        ApplicationProtocolConfig http2 = new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2);
        return new JdkSslContext(
                context,
                true,
                Http2SecurityUtil.CIPHERS,
                SupportedCipherSuiteFilter.INSTANCE,
                http2,
                ClientAuth.NONE,
                null,
                false);
    }

    private static CompressorRegistry compressors() {
        CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
        registry.register(new Codec.Gzip());
        registry.register(new ZstdCompressor());
        return registry;
    }

    private static Metadata headers(OtlpExporterConfig config) {
        Metadata metadata = new Metadata();
        config.headers()
                .forEach((name, value) -> metadata.put(
                        Metadata.Key.of(name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER),
                        value.reveal()));
        return metadata;
    }

    @Override
    public PartialSuccess send(OutgoingRequest request, Duration limit) throws ExportException, InterruptedException {
        CallOptions options = CallOptions.DEFAULT
                .withCompression(compression)
                .withDeadlineAfter(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        ListenableFuture<byte[]> answer =
                ClientCalls.futureUnaryCall(withHeaders.newCall(method(request), options), request.message());
        try {
            return request.signal().readResponse(answer.get(), Encoding.PROTOBUF);
        } catch (ExecutionException e) {
            if (Status.fromThrowable(e).getCode() == Status.Code.DEADLINE_EXCEEDED) {
                leaveConnection();
            }
            throw Failures.of(server, e.getCause());
        } catch (InterruptedException e) {
            leaveConnection(); // the engine's time limit is the same
            throw e;
        } catch (MalformedOtlpException e) {
            return PartialSuccess.FULL; // it was taken; what else the server says is not understood
        } finally {
            answer.cancel(true);
        }
    }

    /** It may be dead without anybody having said so. The next request gets a new one; others in flight may end on it. */
    private void leaveConnection() {
        channel.enterIdle();
    }

    private static MethodDescriptor<byte[], byte[]> method(OutgoingRequest request) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(
                        MethodDescriptor.generateFullMethodName(request.signal().service(), "Export"))
                .setRequestMarshaller(BytesMarshaller.INSTANCE)
                .setResponseMarshaller(BytesMarshaller.INSTANCE)
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
