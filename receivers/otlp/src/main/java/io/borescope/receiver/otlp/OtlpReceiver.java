package io.borescope.receiver.otlp;

import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.otlp.OtlpLimits;
import org.jspecify.annotations.Nullable;

/** Listens where it is told to. */
final class OtlpReceiver implements Receiver {
    private final ReceiverSettings settings;
    private final OtlpReceiverConfig config;
    private final Outputs outputs;
    private final RequestMemory memory;
    private @Nullable ServerThreads threads;
    private @Nullable GrpcEndpoint grpc;
    private @Nullable HttpEndpoint http;

    OtlpReceiver(ReceiverSettings settings, OtlpReceiverConfig config, Outputs outputs) {
        this(settings, config, outputs, RequestMemory.ofThisProcess());
    }

    OtlpReceiver(ReceiverSettings settings, OtlpReceiverConfig config, Outputs outputs, RequestMemory memory) {
        this.settings = settings;
        this.config = config;
        this.outputs = outputs;
        this.memory = memory;
    }

    @Override
    public void start() throws StartException {
        ServerThreads started = new ServerThreads(settings.id().toString());
        threads = started;
        try {
            GrpcConfig forGrpc = config.protocols().grpc();
            if (forGrpc != null) {
                grpc = GrpcEndpoint.open(
                        settings,
                        forGrpc,
                        Intake.all(settings, outputs, OtlpLimits.ofBytes(forGrpc.maxBytes()), "grpc"),
                        started,
                        memory);
            }
            HttpConfig forHttp = config.protocols().http();
            if (forHttp != null) {
                http = HttpEndpoint.open(
                        settings,
                        forHttp,
                        Intake.all(settings, outputs, OtlpLimits.ofBytes(forHttp.maxBytes()), "http"),
                        started,
                        memory);
            }
        } catch (StartException e) {
            close();
            throw e;
        }
    }

    /** What requests hold; for tests. */
    RequestMemory memory() {
        return memory;
    }

    /** The port that is listened at for gRPC; for tests. */
    int grpcPort() {
        return grpc == null ? 0 : grpc.port();
    }

    /** The port that is listened at for HTTP; for tests. */
    int httpPort() {
        return http == null ? 0 : http.port();
    }

    /** Requests that have been read are answered first. */
    @Override
    public void close() {
        if (grpc != null) {
            grpc.close();
            grpc = null;
        }
        if (http != null) {
            http.close();
            http = null;
        }
        if (threads != null) {
            threads.close();
            threads = null;
        }
    }
}
