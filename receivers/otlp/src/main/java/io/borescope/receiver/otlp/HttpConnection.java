package io.borescope.receiver.otlp;

import io.borescope.receiver.otlp.Deadlines.Phase;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: collects a request, has it answered by a thread of its own, and reads the next only then. Everything here runs on the
 * connection's event loop, where nothing waits.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // what cannot be written closes the connection, which ends everything here
final class HttpConnection extends SimpleChannelInboundHandler<HttpObject> {
    private static final int MILLIS_TO_READ_THE_LAST_ANSWER = 1_000;

    private final HttpEndpoint endpoint;
    private final HttpRequests requests;
    private final Deadlines deadlines;
    private final Executor threads;

    private @Nullable HttpRequest head;
    private @Nullable HttpBody body;
    /** The answer to a request whose body is not wanted. */
    private @Nullable FullHttpResponse refusal;

    private boolean isLast;

    HttpConnection(HttpEndpoint endpoint, HttpRequests requests, Deadlines deadlines, Executor threads) {
        this.endpoint = endpoint;
        this.requests = requests;
        this.deadlines = deadlines;
        this.threads = threads;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (isLast) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            answerLast(
                    context, requests.error(head, notHttp(part.decoderResult().cause())));
            return;
        }
        if (part instanceof HttpRequest request) {
            begin(context, request);
        }
        if (part instanceof HttpContent content && head != null && !isLast) {
            add(context, content.content());
            if (part instanceof LastHttpContent && !isLast) {
                end(context);
            }
        }
    }

    private static HttpErrorException notHttp(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                new HttpErrorException(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The address is too long.");
            case TooLongHttpHeaderException _ ->
                new HttpErrorException(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too long.");
            default -> new HttpErrorException(HttpResponseStatus.BAD_REQUEST, "This is not HTTP/1.1.");
        };
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        deadlines.enter(Phase.BODY);
        head = request;
        refusal = requests.answerByHead(request);
        boolean announced = HttpUtil.is100ContinueExpected(request);
        if (requests.isTooLong(HttpUtil.getContentLength(request, 0L))) {
            answerLast(context, requests.error(request, requests.tooLong(request)));
        } else if (refusal != null && announced) {
            answerLast(context, refusal);
        } else if (refusal == null) {
            body = requests.newBody();
            if (announced) {
                context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
        }
    }

    private void add(ChannelHandlerContext context, ByteBuf piece) {
        HttpBody growing = body;
        HttpRequest request = head;
        if (growing == null || request == null) {
            return;
        }
        switch (growing.add(piece)) {
            case YES -> {}
            case TOO_LONG -> answerLast(context, requests.error(request, requests.tooLong(request)));
            case NO_MEMORY -> {
                drop();
                refusal = requests.error(request, HttpRequests.noMemory());
            }
        }
    }

    private void end(ChannelHandlerContext context) {
        HttpRequest request = head;
        HttpBody whole = body;
        FullHttpResponse early = refusal;
        head = null;
        body = null;
        refusal = null;
        boolean keepAlive = request != null && HttpUtil.isKeepAlive(request);
        if (early != null) {
            write(context, early, keepAlive);
        } else if (request != null && whole != null) {
            context.channel().config().setAutoRead(false);
            deadlines.enter(Phase.SERVING);
            serve(context, request, whole, keepAlive);
        }
    }

    private void serve(ChannelHandlerContext context, HttpRequest request, HttpBody whole, boolean keepAlive) {
        try {
            threads.execute(() -> {
                FullHttpResponse answer;
                try (whole) {
                    answer = requests.answer(request, whole);
                }
                context.executor().execute(() -> {
                    context.channel().config().setAutoRead(true);
                    write(context, answer, keepAlive);
                });
            });
        } catch (RejectedExecutionException e) {
            whole.close(); // the receiver has closed
            context.close();
        }
    }

    /** Answers what cannot be followed by another request. */
    private void answerLast(ChannelHandlerContext context, FullHttpResponse answer) {
        drop();
        write(context, answer, false);
    }

    private void write(ChannelHandlerContext context, FullHttpResponse answer, boolean keepAlive) {
        isLast = !keepAlive || endpoint.isClosing();
        HttpUtil.setKeepAlive(answer, !isLast);
        deadlines.enter(Phase.ANSWER);
        boolean linger = isLast;
        context.writeAndFlush(answer).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess()) {
                context.close();
            } else if (linger) {
                linger(context);
            } else {
                deadlines.enter(Phase.IDLE);
            }
        });
    }

    /** Senders that are still sending would lose the answer if the connection were closed under them. */
    private static void linger(ChannelHandlerContext context) {
        context.executor().schedule(() -> context.close(), MILLIS_TO_READ_THE_LAST_ANSWER, TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof Phase phase)) {
            context.fireUserEventTriggered(event);
        } else if (phase == Phase.BODY) {
            endpoint.countSlow();
            answerLast(context, requests.error(head, HttpRequests.tooSlow()));
        } else {
            if (phase != Phase.IDLE) {
                endpoint.countSlow();
            }
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // the sender broke off, or its TLS is not what it should be
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        drop();
    }

    private void drop() {
        if (body != null) {
            body.close();
            body = null;
        }
    }
}
