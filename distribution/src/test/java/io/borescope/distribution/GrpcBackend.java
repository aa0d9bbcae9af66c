package io.borescope.distribution;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.borescope.testing.TestCertificate;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes OTLP over gRPC, with the published services. */
final class GrpcBackend extends CountingBackend {
    private final Server server;

    GrpcBackend(@Nullable TestCertificate certificate) throws Exception {
        ServerCredentials credentials = certificate == null
                ? InsecureServerCredentials.create()
                : TlsServerCredentials.create(
                        certificate.pem().toFile(), certificate.keyPem().toFile());
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
                .addService(new Logs())
                .addService(new Traces())
                .addService(new Metrics())
                .build()
                .start();
    }

    @Override
    int port() {
        return server.getPort();
    }

    private <T> void answer(List<String> numbers, StreamObserver<T> out, T success, T partialSuccess) {
        switch (take(numbers).behaviour()) {
            case TAKE, TAKE_AND_BREAK -> complete(out, success);
            case TAKE_MOST -> complete(out, partialSuccess);
            case TAKE_SILENTLY -> {}
            case UNAVAILABLE -> out.onError(Status.UNAVAILABLE.asException());
            case LATER_IN_SECONDS, LATER_AT_A_DATE ->
                out.onError(StatusProto.toStatusException(com.google.rpc.Status.newBuilder()
                        .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                        .addDetails(Any.pack(RetryInfo.newBuilder()
                                .setRetryDelay(Duration.newBuilder().setSeconds(2))
                                .build()))
                        .build()));
        }
    }

    private static <T> void complete(StreamObserver<T> out, T answer) {
        out.onNext(answer);
        out.onCompleted();
    }

    private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
        @Override
        public void export(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> out) {
            answer(
                    Numbers.in(request),
                    out,
                    ExportLogsServiceResponse.getDefaultInstance(),
                    ExportLogsServiceResponse.newBuilder()
                            .setPartialSuccess(
                                    ExportLogsPartialSuccess.newBuilder().setRejectedLogRecords(REJECTED))
                            .build());
        }
    }

    private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
        @Override
        public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> out) {
            answer(
                    Numbers.in(request),
                    out,
                    ExportTraceServiceResponse.getDefaultInstance(),
                    ExportTraceServiceResponse.newBuilder()
                            .setPartialSuccess(
                                    ExportTracePartialSuccess.newBuilder().setRejectedSpans(REJECTED))
                            .build());
        }
    }

    private final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
        @Override
        public void export(ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> out) {
            answer(
                    Numbers.in(request),
                    out,
                    ExportMetricsServiceResponse.getDefaultInstance(),
                    ExportMetricsServiceResponse.newBuilder()
                            .setPartialSuccess(
                                    ExportMetricsPartialSuccess.newBuilder().setRejectedDataPoints(REJECTED))
                            .build());
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        server.shutdownNow();
        try {
            server.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
