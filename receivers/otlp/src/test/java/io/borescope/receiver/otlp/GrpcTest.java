package io.borescope.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published stubs as senders. */
final class GrpcTest {
    private Bench bench;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        bench = Bench.start();
        channel = Grpc.newChannelBuilderForAddress(
                        "127.0.0.1", bench.receiver.grpcPort(), InsecureChannelCredentials.create())
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow();
        assertThat(channel.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        bench.close();
    }

    @Test
    void takesAllThreeSignals() {
        assertThat(TraceServiceGrpc.newBlockingStub(channel).export(Bench.traces(3)))
                .isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
        assertThat(MetricsServiceGrpc.newBlockingStub(channel).export(Bench.metrics(5)))
                .isEqualTo(ExportMetricsServiceResponse.getDefaultInstance());
        assertThat(LogsServiceGrpc.newBlockingStub(channel).export(Bench.logs(7)))
                .isEqualTo(ExportLogsServiceResponse.getDefaultInstance());
        assertThat(bench.pipelines.traces.eventCount()).isEqualTo(3);
        assertThat(bench.pipelines.metrics.eventCount()).isEqualTo(5);
        assertThat(bench.pipelines.logs.eventCount()).isEqualTo(7);
        assertThat(bench.settings.counted("grpc_spans")).isEqualTo(3);
        assertThat(bench.settings.counted("grpc_data_points")).isEqualTo(5);
        assertThat(bench.settings.counted("grpc_log_records")).isEqualTo(7);
    }

    @Test
    void readsGzip() {
        TraceServiceGrpc.newBlockingStub(channel).withCompression("gzip").export(Bench.traces(1_000));
        assertThat(bench.pipelines.traces.eventCount()).isEqualTo(1_000);
    }

    @Test
    void asksToComeAgainWhenThereIsNoRoom() {
        bench.pipelines.refuse(true);
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> LogsServiceGrpc.newBlockingStub(channel).export(Bench.logs(7)));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(StatusProto.fromThrowable(refusal).getDetailsList())
                .singleElement()
                .satisfies(detail -> assertThat(
                                detail.unpack(RetryInfo.class).getRetryDelay().getSeconds())
                        .isEqualTo(1));
        assertThat(bench.settings.counted("refused_grpc_log_records")).isEqualTo(7);

        bench.pipelines.refuse(false);
        LogsServiceGrpc.newBlockingStub(channel).export(Bench.logs(7));
        assertThat(bench.pipelines.logs.eventCount()).isEqualTo(7);
    }

    @Test
    void refusesWhatIsNoOtlpAndGoesOn() {
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(
                        channel,
                        TraceServiceGrpc.getExportMethod().toBuilder(GrpcRequest.MARSHALLER, GrpcRequest.MARSHALLER)
                                .build(),
                        CallOptions.DEFAULT,
                        GrpcRequest.of(new byte[] {1, 2, 3})));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(bench.settings.counted("grpc_malformed_requests")).isEqualTo(1);
        TraceServiceGrpc.newBlockingStub(channel).export(Bench.traces(1));
        assertThat(bench.pipelines.traces.eventCount()).isEqualTo(1);
    }

    @Test
    void refusesARequestThatIsTooLongWhateverItsCompression() {
        for (String compression : new String[] {"identity", "gzip"}) {
            StatusRuntimeException refusal = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> TraceServiceGrpc.newBlockingStub(channel)
                            .withCompression(compression)
                            .export(Bench.traces(200_000)));
            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        }
        assertThat(bench.pipelines.traces.batches()).isEmpty();
    }
}
