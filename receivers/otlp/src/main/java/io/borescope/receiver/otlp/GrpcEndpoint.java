package io.borescope.receiver.otlp;

import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.otlp.Encoding;
import io.borescope.otlp.ErrorStatus;
import io.borescope.otlp.MalformedOtlpException;
import io.borescope.receiver.otlp.GrpcArrival.Watch;
import io.borescope.receiver.otlp.KeepaliveConfig.EnforcementPolicy;
import io.borescope.receiver.otlp.KeepaliveConfig.ServerParameters;
import io.grpc.DecompressorRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.NettySslContextServerCredentials;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

/** Serves OTLP over gRPC. */
final class GrpcEndpoint implements AutoCloseable {
    /** gRPC warns of each message that is too long, which senders are told anyway. Held here, as the JDK forgets levels of loggers that nobody holds. */
    private static final java.util.logging.Logger GRPC_LOG = java.util.logging.Logger.getLogger("io.grpc");

    static {
        GRPC_LOG.setLevel(Level.SEVERE);
    }

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration FOR_CALLS_IN_FLIGHT = Duration.ofMillis(500);
    private static final int MAX_METADATA_BYTES = 16 << 10;
    private static final int MOST_RESETS = 1_000;
    private static final int SECONDS_OF_RESETS = 30;
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final Server server;

    private GrpcEndpoint(Server server) {
        this.server = server;
    }

    static GrpcEndpoint open(
            ReceiverSettings settings,
            GrpcConfig config,
            List<Intake<?>> intakes,
            ServerThreads threads,
            RequestMemory memory)
            throws StartException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        config.endpoint().toSocketAddress(), credentials(config))
                .executor(threads.requests())
                .bossEventLoopGroup(threads.loops())
                .workerEventLoopGroup(threads.loops())
                .channelFactory(new Connections(settings, "grpc", config.maxConnections())::listener)
                .decompressorRegistry(DecompressorRegistry.getDefaultInstance().with(new ZstdCodec(), true))
                .addStreamTracerFactory(watch(settings, config, threads, memory).factory());
        limit(builder, config);
        intakes.forEach(intake -> builder.addService(service(intake, memory)));
        try {
            GrpcEndpoint open = new GrpcEndpoint(builder.build().start());
            Listening.tell(settings, "gRPC", config.endpoint(), open.port());
            return open;
        } catch (IOException e) {
            throw new StartException(
                    "%s: cannot listen for gRPC at %s: %s. Choose another protocols.grpc.endpoint."
                            .formatted(settings.id(), config.endpoint(), reason(e)),
                    e);
        }
    }

    private static void limit(NettyServerBuilder builder, GrpcConfig config) {
        ServerParameters parameters = config.keepalive().serverParameters();
        EnforcementPolicy policy = config.keepalive().enforcementPolicy();
        builder.maxInboundMessageSize(config.maxBytes())
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(config.maxConcurrentStreams())
                .maxRstFramesPerWindow(MOST_RESETS, SECONDS_OF_RESETS)
                .maxConnectionIdle(nanosOrForever(parameters.maxConnectionIdle()), TimeUnit.NANOSECONDS)
                .maxConnectionAge(nanosOrForever(parameters.maxConnectionAge()), TimeUnit.NANOSECONDS)
                .maxConnectionAgeGrace(nanosOrForever(parameters.maxConnectionAgeGrace()), TimeUnit.NANOSECONDS)
                .keepAliveTime(nanosOrForever(parameters.time()), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(nanosOrForever(parameters.timeout()), TimeUnit.NANOSECONDS)
                .permitKeepAliveTime(TimeUnit.NANOSECONDS.convert(policy.minTime()), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(policy.permitWithoutStream());
    }

    private static long nanosOrForever(Duration duration) {
        return duration.isZero() ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(duration);
    }

    private static Watch watch(
            ReceiverSettings settings, GrpcConfig config, ServerThreads threads, RequestMemory memory) {
        return new Watch(
                config.readTimeout(),
                threads.loops(),
                memory,
                settings.meter()
                        .counter(
                                "grpc_slow_requests",
                                "{request}",
                                "Requests over gRPC that did not come in within read_timeout."));
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    private static ServerCredentials credentials(GrpcConfig config) throws StartException {
        if (config.tls() == null) {
            return InsecureServerCredentials.create();
        }
        ApplicationProtocolConfig http2 = new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2);
        return NettySslContextServerCredentials.create(new JdkSslContext(
                config.tls().context(),
                false,
                Http2SecurityUtil.CIPHERS,
                SupportedCipherSuiteFilter.INSTANCE,
                http2,
                config.tls().asksClients() ? ClientAuth.REQUIRE : ClientAuth.NONE,
                null,
                false));
    }

    private static ServerServiceDefinition service(Intake<?> intake, RequestMemory memory) {
        String service = intake.signal().service();
        MethodDescriptor<GrpcRequest, byte[]> export = MethodDescriptor.<GrpcRequest, byte[]>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, "Export"))
                .setRequestMarshaller(GrpcRequest.MARSHALLER)
                .setResponseMarshaller(GrpcRequest.ANSWERS)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(
                        export,
                        ServerCalls.asyncUnaryCall((request, answer) -> answer(intake, request, memory, answer)))
                .build();
    }

    private static void answer(
            Intake<?> intake, GrpcRequest request, RequestMemory memory, StreamObserver<byte[]> answer) {
        Status failure = request.failure();
        if (failure != null) {
            intake.countMalformed();
            answer.onError(failure.asException());
            return;
        }
        if (request.bytes().length > memory.longestMessage()) {
            answer.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription(intake.tooLargeForTheHeap(request.bytes().length))
                    .asException());
            return;
        }
        try (RequestMemory.Share share = memory.share()) {
            if (!share.growForObjects(request.bytes().length)) {
                answer.onError(unavailable("There is no memory for it now. Try again."));
                return;
            }
            switch (intake.take(request.bytes(), Encoding.PROTOBUF)) {
                case TAKEN -> {
                    answer.onNext(intake.success(Encoding.PROTOBUF));
                    answer.onCompleted();
                }
                case REFUSED -> answer.onError(unavailable("There is no room for it now. Try again."));
            }
        } catch (MalformedOtlpException e) {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException());
        }
    }

    private static StatusException unavailable(String why) {
        Metadata trailers = new Metadata();
        trailers.put(
                DETAILS, new ErrorStatus(Status.Code.UNAVAILABLE.value(), why, RETRY_AFTER).write(Encoding.PROTOBUF));
        return Status.UNAVAILABLE.withDescription(why).asException(trailers);
    }

    int port() {
        return server.getPort();
    }

    /** Calls that have begun get a moment to end. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(FOR_CALLS_IN_FLIGHT.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
