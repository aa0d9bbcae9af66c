package io.borescope.receiver.otlp;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A message as it came over gRPC, decompressed. */
final class GrpcRequest {
    private static final byte[] NOTHING = {};

    private final byte[] bytes;
    private final @Nullable Status failure;

    private GrpcRequest(byte[] bytes, @Nullable Status failure) {
        this.bytes = bytes;
        this.failure = failure;
    }

    /** One that can be read. */
    static GrpcRequest of(byte[] bytes) {
        return new GrpcRequest(bytes, null);
    }

    /** Where the length is known, which it is unless the message is compressed, without growing and copying. */
    private static byte[] bytes(InputStream stream) throws IOException {
        if (!(stream instanceof KnownLength)) {
            return stream.readAllBytes();
        }
        byte[] bytes = new byte[stream.available()];
        new DataInputStream(stream).readFully(bytes);
        return bytes;
    }

    /** Nothing if it cannot be read. */
    byte[] bytes() {
        return bytes;
    }

    /** Why it cannot be read; null if it can. */
    @Nullable
    Status failure() {
        return failure;
    }

    /**
     * Reads requests. gRPC bounds their length while they are decompressed. What fails here is kept for the answer: thrown, it would be told
     * to the sender as unknown, and logged for each request.
     */
    static final Marshaller<GrpcRequest> MARSHALLER = new Marshaller<>() {
        @Override
        public InputStream stream(GrpcRequest request) {
            return new ByteArrayInputStream(request.bytes());
        }

        @Override
        public GrpcRequest parse(InputStream stream) {
            try (stream) {
                return of(bytes(stream));
            } catch (StatusRuntimeException e) {
                return new GrpcRequest(NOTHING, e.getStatus());
            } catch (IOException e) {
                return new GrpcRequest(
                        NOTHING,
                        Status.INVALID_ARGUMENT.withDescription(
                                "The message cannot be decompressed: " + e.getMessage() + "."));
            }
        }
    };

    /** Writes answers. */
    static final Marshaller<byte[]> ANSWERS = new Marshaller<>() {
        @Override
        public InputStream stream(byte[] answer) {
            return new ByteArrayInputStream(answer);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException("answers are only written here");
        }
    };
}
