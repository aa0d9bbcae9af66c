package io.borescope.receiver.otlp;

import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.telemetry.Counter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Serves OTLP over HTTP/1.1. */
final class HttpEndpoint implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final int MILLIS_FOR_REQUESTS_IN_FLIGHT = 1_000;
    private static final int LONGEST_LINE = 4 << 10;
    private static final int LONGEST_HEADERS = 16 << 10;

    private final HttpConfig config;
    private final HttpRequests requests;
    private final ServerThreads threads;
    private final @Nullable SSLContext tls;
    private final Counter slow;
    private final ChannelGroup connections;
    private volatile boolean closing;
    private @Nullable Channel listening;

    private HttpEndpoint(ReceiverSettings settings, HttpConfig config, HttpRequests requests, ServerThreads threads)
            throws StartException {
        this.config = config;
        this.requests = requests;
        this.threads = threads;
        this.connections = new DefaultChannelGroup(threads.loops().next());
        this.tls = config.tls() == null ? null : config.tls().context();
        this.slow = settings.meter()
                .counter(
                        "http_slow_connections",
                        "{connection}",
                        "Connections over http on which a request did not come in, or an answer was not taken, in time.");
    }

    static HttpEndpoint open(
            ReceiverSettings settings,
            HttpConfig config,
            List<Intake<?>> intakes,
            ServerThreads threads,
            RequestMemory memory)
            throws StartException {
        Map<String, Intake<?>> byPath = new HashMap<>();
        intakes.forEach(intake -> byPath.put(path(intake, config), intake));
        HttpEndpoint open = new HttpEndpoint(settings, config, new HttpRequests(config, byPath, memory), threads);
        open.listen(settings);
        Listening.tell(settings, "HTTP", config.endpoint(), open.port());
        return open;
    }

    private static String path(Intake<?> intake, HttpConfig config) {
        return switch (intake.signal().path()) {
            case "/v1/traces" -> config.tracesUrlPath();
            case "/v1/metrics" -> config.metricsUrlPath();
            default -> config.logsUrlPath();
        };
    }

    private void listen(ReceiverSettings settings) throws StartException {
        ChannelFuture bound = new ServerBootstrap()
                .group(threads.loops())
                .channelFactory(new Connections(settings, "http", config.maxConnections())::listener)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        init(connection);
                    }
                })
                .bind(config.endpoint().toSocketAddress())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new StartException(
                    "%s: cannot listen for HTTP at %s: %s. Choose another protocols.http.endpoint."
                            .formatted(
                                    settings.id(),
                                    config.endpoint(),
                                    bound.cause().getMessage()),
                    bound.cause());
        }
        listening = bound.channel();
    }

    private void init(Channel connection) {
        connections.add(connection);
        Deadlines deadlines = new Deadlines(config);
        if (tls != null && config.tls() != null) {
            connection.pipeline().addLast(encryption(tls, config.tls().asksClients()));
        }
        connection
                .pipeline()
                .addLast(
                        deadlines,
                        new HttpServerCodec(new HttpDecoderConfig()
                                .setMaxInitialLineLength(LONGEST_LINE)
                                .setMaxHeaderSize(LONGEST_HEADERS)),
                        new FlowControlHandler(),
                        new HttpConnection(this, requests, deadlines, threads.requests()));
    }

    private SslHandler encryption(SSLContext context, boolean asksClients) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(asksClients);
        SslHandler handler = new SslHandler(engine, threads.requests());
        handler.setHandshakeTimeoutMillis(config.readHeaderTimeout().toMillis());
        return handler;
    }

    /** Whether answers are the last ones of their connections. */
    boolean isClosing() {
        return closing;
    }

    void countSlow() {
        slow.add(1);
    }

    int port() {
        return listening == null ? 0 : ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Requests that are there in whole are answered, if that takes no more than a moment. */
    @Override
    public void close() {
        closing = true;
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        threads.requests().shutdown();
        try {
            threads.requests().awaitTermination(MILLIS_FOR_REQUESTS_IN_FLIGHT, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.close().awaitUninterruptibly(MILLIS_FOR_REQUESTS_IN_FLIGHT);
    }
}
