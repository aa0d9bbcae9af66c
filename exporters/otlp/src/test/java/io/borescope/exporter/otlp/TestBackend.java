package io.borescope.exporter.otlp;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A backend made of the published services. */
final class TestBackend implements AutoCloseable {
    final Queue<ExportTraceServiceRequest> traces = new ConcurrentLinkedQueue<>();
    final Queue<ExportMetricsServiceRequest> metrics = new ConcurrentLinkedQueue<>();
    final Queue<ExportLogsServiceRequest> logs = new ConcurrentLinkedQueue<>();
    final Queue<Metadata> headers = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Server server;
    private volatile long rejected;
    private volatile boolean silent;

    private TestBackend(ServerCredentials credentials) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
                .decompressorRegistry(DecompressorRegistry.emptyInstance()
                        .with(new Codec.Gzip(), true)
                        .with(new Zstd(), true))
                .addService(new Traces())
                .addService(new Metrics())
                .addService(new Logs())
                .intercept(new HeaderReader())
                .build()
                .start();
    }

    static TestBackend start() throws IOException {
        return new TestBackend(InsecureServerCredentials.create());
    }

    static TestBackend start(ServerCredentials credentials) throws IOException {
        return new TestBackend(credentials);
    }

    int port() {
        return server.getPort();
    }

    /** Fails the next request. */
    void failWith(Throwable failure) {
        failures.add(failure);
    }

    void failWith(Status status) {
        failWith(status.asException());
    }

    /** Refuses this many log records out of each request. */
    void reject(long records) {
        rejected = records;
    }

    /** Does not answer any more. */
    void beSilent() {
        silent = true;
    }

    private <T> void answer(StreamObserver<T> out, T answer) {
        Throwable failure = failures.poll();
        if (silent) {
            return;
        }
        if (failure != null) {
            out.onError(failure);
            return;
        }
        out.onNext(answer);
        out.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
        @Override
        public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> out) {
            traces.add(request);
            answer(out, ExportTraceServiceResponse.getDefaultInstance());
        }
    }

    private final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
        @Override
        public void export(ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> out) {
            metrics.add(request);
            answer(out, ExportMetricsServiceResponse.getDefaultInstance());
        }
    }

    private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
        @Override
        public void export(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> out) {
            logs.add(request);
            ExportLogsServiceResponse.Builder answer = ExportLogsServiceResponse.newBuilder();
            if (rejected > 0) {
                answer.setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                        .setRejectedLogRecords(rejected)
                        .setErrorMessage("too old"));
            }
            answer(out, answer.build());
        }
    }

    private final class HeaderReader implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
            headers.add(metadata);
            return next.startCall(call, metadata);
        }
    }

    private static final class Zstd implements Decompressor {
        @Override
        public String getMessageEncoding() {
            return "zstd";
        }

        @Override
        public InputStream decompress(InputStream in) throws IOException {
            return new ZstdInputStreamNoFinalizer(in);
        }
    }
}
