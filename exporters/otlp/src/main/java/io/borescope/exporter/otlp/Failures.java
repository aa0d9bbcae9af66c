package io.borescope.exporter.otlp;

import io.borescope.api.component.ExportException;
import io.borescope.api.config.HostPort;
import io.borescope.api.http.HttpMessages;
import io.borescope.otlp.Encoding;
import io.borescope.otlp.ErrorStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failed call means.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#failures">OTLP: failures</a>
 */
final class Failures {
    /** Those that the specification calls retryable, whatever else the server says. */
    private static final Set<Status.Code> PASSING = EnumSet.of(
            Status.Code.CANCELLED,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.ABORTED,
            Status.Code.OUT_OF_RANGE,
            Status.Code.UNAVAILABLE,
            Status.Code.DATA_LOSS);

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private Failures() {}

    static ExportException of(HostPort server, @Nullable Throwable failure) {
        Status status = failure == null ? Status.UNKNOWN : Status.fromThrowable(failure);
        Optional<Duration> delay = delay(failure);
        String message = "gRPC to " + server + ": " + words(status);
        if (!PASSING.contains(status.getCode()) && !isWorthAnotherTry(status, delay)) {
            return ExportException.permanent(message, failure);
        }
        ExportException passing = ExportException.passing(message, failure);
        return delay.map(passing::retryAfter).orElse(passing);
    }

    /** A server that has run out of something says when it will have it again, or it never will. */
    private static boolean isWorthAnotherTry(Status status, Optional<Duration> delay) {
        return status.getCode() == Status.Code.RESOURCE_EXHAUSTED && delay.isPresent();
    }

    private static Optional<Duration> delay(@Nullable Throwable failure) {
        Metadata trailers = failure == null ? null : Status.trailersFromThrowable(failure);
        byte[] details = trailers == null ? null : trailers.get(DETAILS);
        return details == null
                ? Optional.empty()
                : ErrorStatus.read(details, Encoding.PROTOBUF)
                        .map(ErrorStatus::retryDelay)
                        .filter(delay -> !delay.isNegative());
    }

    private static String words(Status status) {
        String description = status.getDescription();
        String words = status.getCode().toString();
        if (description != null && !description.isEmpty()) {
            words += ": " + HttpMessages.quotable(description);
        }
        return status.getCause() == null ? words : words + " (" + HttpMessages.reason(status.getCause()) + ")";
    }
}
