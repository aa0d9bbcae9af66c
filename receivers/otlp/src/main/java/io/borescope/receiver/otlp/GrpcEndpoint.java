package io.borescope.receiver.otlp;

import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import io.borescope.otlp.Encoding;
import io.borescope.otlp.ErrorStatus;
import io.borescope.otlp.MalformedOtlpException;
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
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves OTLP over gRPC. */
final class GrpcEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcEndpoint.class);

    /** gRPC warns of each message that is too long, which senders are told anyway. Held here, as the JDK forgets levels of loggers that nobody holds. */
    private static final java.util.logging.Logger GRPC_LOG = java.util.logging.Logger.getLogger("io.grpc");

    static {
        GRPC_LOG.setLevel(Level.SEVERE);
    }

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration FOR_CALLS_IN_FLIGHT = Duration.ofMillis(500);
    private static final int MAX_METADATA_BYTES = 16 << 10;
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final Server server;
    private final ExecutorService threads;

    private GrpcEndpoint(Server server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    static GrpcEndpoint open(ReceiverSettings settings, GrpcConfig config, List<Intake<?>> intakes)
            throws StartException {
        ServerCredentials credentials = credentials(config);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Admission admission = new Admission();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        config.endpoint().toSocketAddress(), credentials)
                .executor(threads)
                .maxInboundMessageSize(config.maxBytes())
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(config.maxConcurrentStreams())
                .decompressorRegistry(DecompressorRegistry.getDefaultInstance().with(new ZstdCodec(), true));
        intakes.forEach(intake -> builder.addService(service(intake, admission)));
        try {
            GrpcEndpoint open = new GrpcEndpoint(builder.build().start(), threads);
            LOG.atInfo().log(
                    "{}: listening for gRPC at {}",
                    settings.id(),
                    new HostPort(config.endpoint().host(), open.port()));
            return open;
        } catch (IOException e) {
            threads.shutdownNow();
            throw new StartException(
                    "%s: cannot listen for gRPC at %s: %s. Choose another protocols.grpc.endpoint."
                            .formatted(settings.id(), config.endpoint(), reason(e)),
                    e);
        }
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    private static ServerCredentials credentials(GrpcConfig config) throws StartException {
        if (config.tls() == null) {
            return InsecureServerCredentials.create();
        }
        ServerTls tls = ServerTls.read(config.tls());
        TlsServerCredentials.Builder builder =
                TlsServerCredentials.newBuilder().keyManager(tls.keys().toArray(KeyManager[]::new));
        if (tls.clients() != null) {
            builder.trustManager(tls.clients().toArray(TrustManager[]::new)).clientAuth(ClientAuth.REQUIRE);
        }
        return builder.build();
    }

    private static ServerServiceDefinition service(Intake<?> intake, Admission admission) {
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
                        ServerCalls.asyncUnaryCall((request, answer) -> answer(intake, request, admission, answer)))
                .build();
    }

    private static void answer(
            Intake<?> intake, GrpcRequest request, Admission admission, StreamObserver<byte[]> answer) {
        Status failure = request.failure();
        if (failure != null) {
            intake.countMalformed();
            answer.onError(failure.asException());
            return;
        }
        if (!admission.enter()) {
            answer.onError(unavailable("Too many requests at a time. Try again."));
            return;
        }
        try {
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
        } finally {
            admission.leave();
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
        threads.shutdownNow();
    }
}
