package io.borescope.receiver.otlp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a receiver, for both transports: a few that read from sockets and write to them and never wait, and a virtual one for each
 * request that has come in whole.
 */
final class ServerThreads implements AutoCloseable {
    private static final int MOST_LOOPS = 4;
    private static final int MILLIS_TO_END = 2_000;

    private final EventLoopGroup loops;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param name of the receiver
     */
    ServerThreads(String name) {
        loops = new MultiThreadIoEventLoopGroup(
                Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors()),
                new DefaultThreadFactory(name + " sockets", true),
                NioIoHandler.newFactory());
    }

    EventLoopGroup loops() {
        return loops;
    }

    ExecutorService requests() {
        return requests;
    }

    /** After whoever uses them has closed. */
    @Override
    public void close() {
        requests.shutdownNow();
        loops.shutdownGracefully(0, MILLIS_TO_END, TimeUnit.MILLISECONDS).awaitUninterruptibly(MILLIS_TO_END);
    }
}
