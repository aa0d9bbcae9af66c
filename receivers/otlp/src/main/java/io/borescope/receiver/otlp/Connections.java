package io.borescope.receiver.otlp;

import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.telemetry.Counter;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds how many connections a transport has. Further ones are closed as soon as they are made. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final ReceiverSettings settings;
    private final String transport;
    private final int most;
    private final Counter refused;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean full = new AtomicBoolean();

    /**
     * @param transport as users write it
     * @param most at a time
     */
    Connections(ReceiverSettings settings, String transport, int most) {
        this.settings = settings;
        this.transport = transport;
        this.most = most;
        this.refused = settings.meter()
                .counter(
                        transport + "_refused_connections",
                        "{connection}",
                        "Connections over " + transport + " that were closed because there were max_connections.");
        settings.meter()
                .gauge(transport + "_connections", "{connection}", "Connections over " + transport + ".", open::get);
    }

    /** A channel that listens. */
    NioServerSocketChannel listener() {
        return new Listener();
    }

    private boolean admit(Channel connection) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            refused.add(1);
            if (full.compareAndSet(false, true)) {
                LOG.warn(
                        "{}: there are {} connections over {}; further ones are closed. Raise protocols.{}.max_connections if senders are that many.",
                        settings.id(),
                        most,
                        transport,
                        transport);
            }
            return false;
        }
        connection.closeFuture().addListener(closed -> leave());
        return true;
    }

    private void leave() {
        if (open.decrementAndGet() < most / 2) {
            full.set(false);
        }
    }

    private final class Listener extends NioServerSocketChannel {
        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int count = super.doReadMessages(accepted);
            if (count > 0 && !admit((Channel) accepted.getLast())) {
                ((Channel) accepted.removeLast()).unsafe().closeForcibly();
            }
            return count;
        }
    }
}
