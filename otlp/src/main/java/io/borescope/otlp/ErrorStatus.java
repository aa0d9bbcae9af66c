package io.borescope.otlp;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not taken: {@code google.rpc.Status}, which HTTP answers have as their body and gRPC answers in the trailer {@code
 * grpc-status-details-bin}.
 *
 * @param code a gRPC status code
 * @param retryDelay how long to wait before the next try ({@code google.rpc.RetryInfo}); null if nobody says
 * @see <a href="https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto">status.proto</a>
 */
public record ErrorStatus(
        int code, String message, @Nullable Duration retryDelay) {
    private static final int CODE = 1;
    private static final int MESSAGE = 2;
    private static final int DETAILS = 3;
    private static final int RETRY_DELAY = 1;
    private static final String RETRY_INFO = "google.rpc.RetryInfo";
    private static final String TYPE_PREFIX = "type.googleapis.com/";

    /** One that says nothing of retries. */
    public static ErrorStatus of(int code, String message) {
        return new ErrorStatus(code, message, null);
    }

    /** As bytes; in JSON without the delay, which HTTP has a header for. */
    public byte[] write(Encoding encoding) {
        if (encoding == Encoding.PROTOBUF) {
            return writeProtobuf();
        }
        JsonObject json = new JsonObject();
        json.addProperty("code", code);
        json.addProperty("message", message);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] writeProtobuf() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeInt32(CODE, code);
            out.writeString(MESSAGE, message);
            if (retryDelay != null) {
                out.writeMessage(DETAILS, retryInfo(retryDelay));
            }
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    private static Any retryInfo(Duration delay) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeMessage(
                RETRY_DELAY,
                com.google.protobuf.Duration.newBuilder()
                        .setSeconds(delay.getSeconds())
                        .setNanos(delay.getNano())
                        .build());
        out.flush();
        return Any.newBuilder()
                .setTypeUrl(TYPE_PREFIX + RETRY_INFO)
                .setValue(com.google.protobuf.ByteString.copyFrom(bytes.toByteArray()))
                .build();
    }

    /** Reads one; empty if the bytes are none. */
    public static Optional<ErrorStatus> read(byte[] bytes, Encoding encoding) {
        try {
            return Optional.of(encoding == Encoding.PROTOBUF ? readProtobuf(bytes) : readJson(bytes));
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NumberFormatException
                | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static ErrorStatus readProtobuf(byte[] bytes) throws IOException {
        int code = 0;
        String message = "";
        Duration delay = null;
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case CODE -> code = in.readInt32();
                case MESSAGE -> message = in.readString();
                case DETAILS -> {
                    Any detail = in.readMessage(Any.parser(), ExtensionRegistryLite.getEmptyRegistry());
                    if (detail.getTypeUrl().endsWith("/" + RETRY_INFO)) {
                        delay = readRetryInfo(detail);
                    }
                }
                default -> in.skipField(tag);
            }
        }
        return new ErrorStatus(code, message, delay);
    }

    private static @Nullable Duration readRetryInfo(Any detail) throws IOException {
        CodedInputStream in = detail.getValue().newCodedInput();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == RETRY_DELAY) {
                com.google.protobuf.Duration delay =
                        in.readMessage(com.google.protobuf.Duration.parser(), ExtensionRegistryLite.getEmptyRegistry());
                return Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
            }
            in.skipField(tag);
        }
        return null;
    }

    private static ErrorStatus readJson(byte[] bytes) {
        JsonObject json = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
                .getAsJsonObject();
        int code = json.has("code") ? json.get("code").getAsInt() : 0;
        String message = json.has("message") ? json.get("message").getAsString() : "";
        return of(code, message);
    }
}
