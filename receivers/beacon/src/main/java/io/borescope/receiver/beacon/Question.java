package io.borescope.receiver.beacon;

import io.borescope.api.http.HttpMessages;
import io.borescope.receiver.beacon.LimitedBody.TooLongException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a node is asked, in this order.
 *
 * @see <a href="https://ethereum.github.io/beacon-APIs/">Beacon APIs</a>
 */
enum Question {
    GENESIS("/eth/v1/beacon/genesis"),
    SPEC("/eth/v1/config/spec"),
    SYNCING("/eth/v1/node/syncing");

    private final String path;

    Question(String path) {
        this.path = path;
    }

    /** Below the node's address. */
    String path() {
        return path;
    }

    /** What a request that has ended was answered with. */
    static Members answer(CompletableFuture<HttpResponse<byte[]>> ended) throws NodeFailure {
        HttpResponse<byte[]> response;
        try {
            response = ended.join();
        } catch (CompletionException e) {
            Outcome outcome = isTooLong(e) ? Outcome.BAD_ANSWER : Outcome.UNREACHABLE;
            throw new NodeFailure(outcome, HttpMessages.reason(e.getCause()), e);
        }
        if (response.statusCode() / 100 != 2) {
            throw new NodeFailure(Outcome.REFUSED, "HTTP " + response.statusCode() + explanation(response), null);
        }
        try {
            return Members.ofData(response.body());
        } catch (BadAnswerException e) {
            throw badAnswer(e);
        }
    }

    static NodeFailure badAnswer(BadAnswerException e) {
        return new NodeFailure(Outcome.BAD_ANSWER, "the answer " + e.getMessage(), e);
    }

    private static boolean isTooLong(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLongException) {
                return true;
            }
        }
        return false;
    }

    private static String explanation(HttpResponse<byte[]> response) {
        Optional<String> location = response.headers().firstValue("Location");
        if (response.statusCode() / 100 == 3 && location.isPresent()) {
            return ", a redirect to " + HttpMessages.quotable(location.get())
                    + ", which is not followed. Put it into endpoint.";
        }
        String body = HttpMessages.quotable(new String(response.body(), StandardCharsets.UTF_8));
        return body.isEmpty() ? "" : ": " + body;
    }
}
