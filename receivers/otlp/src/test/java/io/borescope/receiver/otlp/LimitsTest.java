package io.borescope.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.StartException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What senders cannot do to the agent, tried over real sockets. */
@Timeout(120)
final class LimitsTest {
    private static final int MANY = 1_000;
    private static final Duration NEVER = Duration.ZERO;
    private static final Duration SOON = Duration.ofMillis(100);
    private static final byte[] HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static ManagedChannel channel(Bench bench) {
        return Grpc.newChannelBuilderForAddress(
                        "127.0.0.1", bench.receiver.grpcPort(), InsecureChannelCredentials.create())
                .build();
    }

    private static void sendOverGrpc(Bench bench) {
        ManagedChannel channel = channel(bench);
        try {
            TraceServiceGrpc.newBlockingStub(channel).export(Bench.traces(1));
        } finally {
            channel.shutdownNow();
        }
    }

    private static int sendOverHttp(Bench bench) throws IOException {
        try (RawConnection connection = new RawConnection(bench.receiver.httpPort())) {
            return connection.sendRequest(Bench.traces(1).toByteArray()).readStatus();
        }
    }

    @Test
    void aThousandSlowSendersPerTransportDoNotStopOthers() throws Exception {
        try (Bench bench = Bench.start(2 * MANY, NEVER)) {
            sendOverGrpc(bench);
            assertThat(sendOverHttp(bench)).isEqualTo(200);
            long before = heapInUse();
            List<RawConnection> slow = new ArrayList<>();
            try {
                for (int i = 0; i < MANY; i++) {
                    slow.add(slowHttp(i, bench.receiver.httpPort()));
                    slow.add(slowGrpc(i, bench.receiver.grpcPort()));
                }
                sendOverGrpc(bench);
                assertThat(sendOverHttp(bench)).isEqualTo(200);
                assertThat(bench.pipelines.traces.eventCount()).isEqualTo(4);
                assertThat(heapInUse() - before)
                        .as("bytes of heap for %,d slow connections, senders included", slow.size())
                        .isLessThan(slow.size() * (32L << 10));
            } finally {
                for (RawConnection connection : slow) {
                    connection.close();
                }
            }
        }
    }

    /** One of: nothing at all, a part of a head, a head, a part of a body that is announced to be long. */
    private static RawConnection slowHttp(int i, int port) throws IOException {
        RawConnection connection = new RawConnection(port);
        return switch (i % 4) {
            case 0 -> connection;
            case 1 -> connection.send("POST /v1/traces HTT");
            case 2 -> connection.sendHead("Content-Length: 1000000\r\n");
            default -> connection.sendHead("Content-Length: 1000000\r\n").send(new byte[1_000]);
        };
    }

    /** One of: nothing at all, a part of the preface, all of it, the preface and a part of a frame of settings. */
    private static RawConnection slowGrpc(int i, int port) throws IOException {
        RawConnection connection = new RawConnection(port);
        return switch (i % 4) {
            case 0 -> connection;
            case 1 -> connection.send("PRI * HT");
            case 2 -> connection.send(HTTP2_PREFACE);
            default -> connection.send(HTTP2_PREFACE).send(new byte[] {0, 0, 6, 4, 0});
        };
    }

    private static long heapInUse() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void whoSendsHalfAHeadIsDisconnected() throws Exception {
        try (Bench bench = Bench.startHttp(SOON, NEVER, NEVER);
                RawConnection silent = new RawConnection(bench.receiver.httpPort());
                RawConnection slow = new RawConnection(bench.receiver.httpPort())) {
            slow.send("POST /v1/traces HTT");
            slow.awaitClosed();
            silent.awaitClosed();
            assertThat(bench.settings.counted("http_slow_connections")).isEqualTo(2);
        }
    }

    @Test
    void whoSendsHalfABodyIsToldSo() throws Exception {
        try (Bench bench = Bench.startHttp(NEVER, SOON, NEVER);
                RawConnection slow = new RawConnection(bench.receiver.httpPort())) {
            slow.sendHead("Content-Length: 10\r\n");
            assertThat(slow.readStatus()).isEqualTo(408);
            slow.awaitClosed();
            assertThat(bench.settings.counted("http_slow_connections")).isEqualTo(1);
            assertThat(bench.receiver.memory().used()).isZero();
        }
    }

    @Test
    void whoHasNothingMoreToSayIsDisconnected() throws Exception {
        try (Bench bench = Bench.startHttp(NEVER, NEVER, SOON);
                RawConnection idle = new RawConnection(bench.receiver.httpPort())) {
            assertThat(idle.sendRequest(Bench.traces(1).toByteArray()).readStatus())
                    .isEqualTo(200);
            idle.awaitClosed();
            assertThat(bench.settings.counted("http_slow_connections")).isZero();
        }
    }

    @Test
    void aGrpcRequestThatDoesNotComeInIsGivenUp() throws Exception {
        try (Bench bench = Bench.start(16, Duration.ofMillis(300))) {
            ManagedChannel channel = channel(bench);
            try {
                CompletableFuture<Status> end = new CompletableFuture<>();
                ClientCall<ExportTraceServiceRequest, ExportTraceServiceResponse> call =
                        channel.newCall(neverEnding(), CallOptions.DEFAULT);
                call.start(
                        new ClientCall.Listener<>() {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                end.complete(status);
                            }
                        },
                        new Metadata());
                assertThat(end.get().getCode()).isIn(Status.Code.CANCELLED, Status.Code.DEADLINE_EXCEEDED);
                assertThat(bench.settings.counted("grpc_slow_requests")).isEqualTo(1);
                TraceServiceGrpc.newBlockingStub(channel).export(Bench.traces(1));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    /** The head of a call of one message is sent together with it; that of a stream at once. */
    private static MethodDescriptor<ExportTraceServiceRequest, ExportTraceServiceResponse> neverEnding() {
        return TraceServiceGrpc.getExportMethod().toBuilder()
                .setType(MethodType.CLIENT_STREAMING)
                .build();
    }

    @Test
    void furtherConnectionsAreClosedUntilOthersLeave() throws Exception {
        try (Bench bench = Bench.start(2, NEVER)) {
            int port = bench.receiver.httpPort();
            RawConnection first = new RawConnection(port);
            try (RawConnection second = new RawConnection(port)) {
                assertThat(first.sendRequest(Bench.traces(1).toByteArray()).readStatus())
                        .isEqualTo(200);
                assertThat(second.sendRequest(Bench.traces(1).toByteArray()).readStatus())
                        .isEqualTo(200);
                try (RawConnection third = new RawConnection(port)) {
                    third.awaitClosed();
                }
                assertThat(bench.settings.counted("http_refused_connections")).isEqualTo(1);
                assertThat(bench.settings.gauged("http_connections")).isEqualTo(2);
                first.close();
                while (bench.settings.gauged("http_connections") > 1) {
                    Thread.onSpinWait();
                }
                assertThat(sendOverHttp(bench)).isEqualTo(200);
            }
            try (RawConnection one = new RawConnection(bench.receiver.grpcPort());
                    RawConnection two = new RawConnection(bench.receiver.grpcPort());
                    RawConnection three = new RawConnection(bench.receiver.grpcPort())) {
                one.send(HTTP2_PREFACE);
                two.send(HTTP2_PREFACE);
                three.awaitClosed();
            }
            assertThat(bench.settings.counted("grpc_refused_connections")).isEqualTo(1);
        }
    }

    @Test
    void saysWhatIsWrongWithHttp() throws Exception {
        try (Bench bench = Bench.start()) {
            assertThat(answer(bench, "\u0001\u0002\r\n\r\n")).isEqualTo(400);
            assertThat(answer(bench, "POST /" + "a".repeat(5_000) + " HTTP/1.1\r\n\r\n"))
                    .isEqualTo(414);
            assertThat(answer(bench, "POST /v1/traces HTTP/1.1\r\na: " + "b".repeat(20_000) + "\r\n\r\n"))
                    .isEqualTo(431);
            assertThat(answer(bench, head("Content-Length: 2000000"))).isEqualTo(413);
            assertThat(answer(bench, head("Content-Length: -7"))).isEqualTo(400);
            assertThat(answer(bench, head("Transfer-Encoding: chunked") + "zz\r\n"))
                    .isEqualTo(400);
            assertThat(answer(bench, head("Transfer-Encoding: chunked") + chunks(1_100)))
                    .isEqualTo(413);
            assertThat(sendOverHttp(bench)).isEqualTo(200);
        }
    }

    private static String head(String header) {
        return "POST /v1/traces HTTP/1.1\r\nContent-Type: application/x-protobuf\r\n" + header + "\r\n\r\n";
    }

    private static String chunks(int kibibytes) {
        return ("400\r\n" + "x".repeat(1_024) + "\r\n").repeat(kibibytes) + "0\r\n\r\n";
    }

    private static int answer(Bench bench, String request) throws IOException {
        try (RawConnection connection = new RawConnection(bench.receiver.httpPort())) {
            return connection.send(request).readStatus();
        }
    }

    @Test
    void readsRequestsThatFollowEachOtherAndPieces() throws Exception {
        byte[] body = Bench.traces(1).toByteArray();
        try (Bench bench = Bench.start();
                RawConnection connection = new RawConnection(bench.receiver.httpPort())) {
            for (int i = 0; i < 23; i++) {
                connection.sendRequest(body);
            }
            for (int i = 0; i < 23; i++) {
                assertThat(connection.readStatus()).isEqualTo(200);
            }
            connection.sendHead("Transfer-Encoding: chunked\r\n");
            for (byte piece : body) {
                connection.send("1\r\n").send(new byte[] {piece}).send("\r\n");
            }
            assertThat(connection.send("0\r\n\r\n").readStatus()).isEqualTo(200);
            connection.sendHead("Expect: 100-continue\r\nContent-Length: " + body.length + "\r\n");
            assertThat(connection.readStatus()).isEqualTo(100);
            assertThat(connection.send(body).readStatus()).isEqualTo(200);
            connection
                    .send("POST /elsewhere HTTP/1.1\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .send(body);
            assertThat(connection.readStatus()).isEqualTo(404);
            assertThat(connection
                            .sendHead("Connection: close\r\nContent-Length: " + body.length + "\r\n")
                            .send(body)
                            .readStatus())
                    .isEqualTo(200);
            connection.awaitClosed();
            assertThat(bench.pipelines.traces.eventCount()).isEqualTo(26);
        }
    }

    @Test
    void asksToComeAgainWhileThereIsNoMemory() throws Exception {
        try (Bench bench = Bench.start()) {
            RequestMemory memory = bench.receiver.memory();
            try (RequestMemory.Share others = memory.share()) {
                assertThat(others.grow(memory.longestMessage() * 8)).isTrue();
                assertThat(sendOverHttp(bench)).isEqualTo(503);
                StatusRuntimeException refusal =
                        catchThrowableOfType(StatusRuntimeException.class, () -> sendOverGrpc(bench));
                assertThat(refusal.getStatus().getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);
                assertThat(bench.pipelines.traces.batches()).isEmpty();
            }
            assertThat(sendOverHttp(bench)).isEqualTo(200);
            sendOverGrpc(bench);
            assertThat(bench.pipelines.traces.eventCount()).isEqualTo(2);
        }
    }

    @Test
    void aMessageThatWouldNeverFitIsTooLarge() throws Exception {
        try (Bench bench = Bench.startWith(new RequestMemory(64 << 10))) {
            byte[] body = Bench.traces(2_000).toByteArray();
            try (RawConnection connection = new RawConnection(bench.receiver.httpPort())) {
                assertThat(connection.sendRequest(body).readStatus()).isEqualTo(413);
            }
            ManagedChannel channel = channel(bench);
            try {
                assertThatThrownBy(
                                () -> TraceServiceGrpc.newBlockingStub(channel).export(Bench.traces(2_000)))
                        .isInstanceOf(StatusRuntimeException.class)
                        .hasMessageStartingWith("RESOURCE_EXHAUSTED: Reading a message of ")
                        .hasMessageContaining("-Xmx");
            } finally {
                channel.shutdownNow();
            }
            sendOverGrpc(bench);
            assertThat(sendOverHttp(bench)).isEqualTo(200);
        }
    }

    @Test
    void endsConnectionsThatAreIdleOrOldWhereThatIsWanted() throws Exception {
        ends(new KeepaliveConfig.ServerParameters(SOON, NEVER, NEVER, NEVER, SOON));
        ends(new KeepaliveConfig.ServerParameters(NEVER, SOON, NEVER, NEVER, SOON));
    }

    private static void ends(KeepaliveConfig.ServerParameters parameters) throws StartException, InterruptedException {
        KeepaliveConfig keepalive = new KeepaliveConfig(parameters, KeepaliveConfig.DEFAULTS.enforcementPolicy());
        try (Bench bench = Bench.start(keepalive)) {
            ManagedChannel channel = channel(bench);
            try {
                TraceServiceGrpc.newBlockingStub(channel).export(Bench.traces(1));
                while (channel.getState(false) != ConnectivityState.IDLE) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                TraceServiceGrpc.newBlockingStub(channel).export(Bench.traces(1));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void asksSilentSendersWhetherTheyAreStillThere() throws Exception {
        KeepaliveConfig keepalive = new KeepaliveConfig(
                new KeepaliveConfig.ServerParameters(NEVER, NEVER, NEVER, SOON, SOON),
                KeepaliveConfig.DEFAULTS.enforcementPolicy());
        try (Bench bench = Bench.start(keepalive);
                RawConnection silent = new RawConnection(bench.receiver.grpcPort());
                RawConnection prefaceOnly = new RawConnection(bench.receiver.grpcPort())) {
            prefaceOnly.send(HTTP2_PREFACE).send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            prefaceOnly.awaitClosed();
            silent.awaitClosed();
        }
    }
}
