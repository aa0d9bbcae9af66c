package io.borescope.receiver.otlp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Bounds how long a connection stays in a phase. When a time is up it tells the handlers behind it: the event is the phase. */
final class Deadlines extends ChannelInboundHandlerAdapter {
    /** What a connection is waiting for. */
    enum Phase {
        /** The rest of the head of a request; on a new connection also its beginning. */
        HEAD,
        /** The rest of the body. */
        BODY,
        /** The agent itself. */
        SERVING,
        /** That the sender takes the answer. */
        ANSWER,
        /** The first byte of the next request. */
        IDLE
    }

    private final HttpConfig config;
    private Phase phase = Phase.HEAD;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> running;

    Deadlines(HttpConfig config) {
        this.config = config;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        enter(Phase.HEAD);
        active.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object bytes) {
        if (phase == Phase.IDLE) {
            enter(Phase.HEAD);
        }
        reading.fireChannelRead(bytes);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        stop();
    }

    /** Ends the present phase and its time. Called by the connection's event loop. */
    void enter(Phase next) {
        stop();
        phase = next;
        Duration limit = limit(next);
        ChannelHandlerContext here = context;
        if (!limit.isZero() && here != null) {
            running = here.executor()
                    .schedule(
                            () -> here.fireUserEventTriggered(next),
                            TimeUnit.NANOSECONDS.convert(limit),
                            TimeUnit.NANOSECONDS);
        }
    }

    private Duration limit(Phase of) {
        return switch (of) {
            case HEAD -> config.readHeaderTimeout();
            case BODY -> config.readTimeout();
            case SERVING -> Duration.ZERO;
            case ANSWER -> config.writeTimeout();
            case IDLE -> config.idleTimeout();
        };
    }

    private void stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }
}
