package io.borescope.api.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Keeps the first bytes of a response and reads not much more, however long it is. What breaks off while it is read counts as read. */
public final class ResponseStart implements BodySubscriber<byte[]> {
    /** A rest of this length is read to the end, because then the connection can be used again. */
    private static final int READ_BYTES = 64 << 10;

    private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int keptBytes;
    private Flow.Subscription subscription = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };
    private long read;

    /**
     * @param keptBytes how many to keep
     */
    public ResponseStart(int keptBytes) {
        this.keptBytes = keptBytes;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return bytes;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            read += buffer.remaining();
            byte[] start = new byte[Math.min(buffer.remaining(), keptBytes - kept.size())];
            buffer.get(start);
            kept.write(start, 0, start.length);
        }
        if (read > READ_BYTES) {
            subscription.cancel();
            onComplete();
        }
    }

    /** The status has arrived by now and says all that matters. */
    @Override
    public void onError(Throwable cause) {
        onComplete();
    }

    @Override
    public void onComplete() {
        bytes.complete(kept.toByteArray());
    }
}
