package io.borescope.otlp;

import com.google.protobuf.Message;
import io.borescope.api.BatchId;
import io.borescope.api.otel.OtelBatch;

/**
 * The generated classes of one signal.
 *
 * @param <B> its batches
 */
interface Messages<B extends OtelBatch<?>> {
    /** A request without anything. */
    Message emptyRequest();

    /** An answer without anything. */
    Message emptyResponse();

    /** What a request carries; may throw an {@link IllegalArgumentException} with a sentence for the sender. */
    B batch(Message request, CommonReader common, BatchId id);

    /** A request that carries a batch. */
    Message request(B batch, CommonWriter common);

    /** What an answer says. */
    PartialSuccess partialSuccess(Message response);

    /** An answer that says something. */
    Message response(PartialSuccess success);
}
