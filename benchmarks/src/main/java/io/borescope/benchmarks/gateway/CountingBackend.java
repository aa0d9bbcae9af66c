package io.borescope.benchmarks.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Takes all that comes, and counts it. */
final class CountingBackend implements Backend {
    private static final int LONGEST_MESSAGE = 256 << 20;

    private final Server server;
    private long records;

    CountingBackend() throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .maxInboundMessageSize(LONGEST_MESSAGE);
        for (Load load : Load.values()) {
            builder.addService(ServerServiceDefinition.builder(load.service())
                    .addMethod(
                            load.method(), ServerCalls.asyncUnaryCall((request, answer) -> take(load, request, answer)))
                    .build());
        }
        server = builder.build().start();
    }

    private void take(Load load, byte[] request, StreamObserver<byte[]> answer) {
        try {
            int count = load.count(request);
            synchronized (this) {
                records += count;
                notifyAll();
            }
            answer.onNext(new byte[0]);
            answer.onCompleted();
        } catch (InvalidProtocolBufferException e) {
            answer.onError(Status.INVALID_ARGUMENT.withCause(e).asException());
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("OTLP_OUT", Integer.toString(server.getPort()));
    }

    @Override
    public synchronized long records() {
        return records;
    }

    @Override
    public synchronized void await(long wanted) throws InterruptedException {
        while (records < wanted) {
            long before = records;
            TimeUnit.MINUTES.timedWait(this, 1);
            if (records == before) {
                throw new IllegalStateException("%,d of %,d records have come".formatted(records, wanted));
            }
        }
        if (records > wanted) {
            throw new IllegalStateException("%,d records have come, %,d were sent".formatted(records, wanted));
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
