package io.borescope.benchmarks.gateway;

import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Sends requests that are encoded already, some at a time, each until it is taken. */
final class Sender implements AutoCloseable {
    private static final int AT_A_TIME = 16;
    private static final int MILLIS_BEFORE_THE_NEXT_TRY = 5;

    private final ManagedChannel channel;
    private final AtomicInteger refused = new AtomicInteger();

    Sender(int port) {
        channel = Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
                .build();
    }

    /** Sends each request so many times, and returns when all are taken. */
    void send(Load load, byte[][] requests, int total) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> end : IntStream.range(0, AT_A_TIME)
                    .mapToObj(i -> threads.submit(() -> {
                        for (int number = next.getAndIncrement(); number < total; number = next.getAndIncrement()) {
                            sendOne(load, requests[number % requests.length]);
                        }
                        return null;
                    }))
                    .toList()) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sendOne(Load load, byte[] request) throws InterruptedException {
        while (true) {
            try {
                ClientCalls.blockingUnaryCall(channel, load.method(), patient(), request);
                return;
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                    throw e;
                }
                refused.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(MILLIS_BEFORE_THE_NEXT_TRY);
            }
        }
    }

    /** Waits until the gateway listens, but not for one that never does. */
    private static CallOptions patient() {
        return CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(1, TimeUnit.MINUTES);
    }

    /** Requests that were not taken at once. */
    int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
