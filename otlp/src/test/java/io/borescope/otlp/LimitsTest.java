package io.borescope.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.borescope.api.BatchId;
import io.borescope.testing.RandomRecords;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What strangers send is refused with a sentence, and never takes much more memory than it has bytes. */
final class LimitsTest {
    private static final BatchId ID = new BatchId(new UUID(0, 1), new UUID(0, 2), 3);
    private static final OtlpLimits LIMITS = OtlpLimits.ofBytes(1 << 20);

    @Test
    void refusesAMessageThatIsTooLong() {
        refuses(new byte[65], new OtlpLimits(64, 64, 64, 64), "The message has 65 bytes; 64 are allowed.");
    }

    @Test
    void refusesValuesThatLieTooDeep() throws Exception {
        read(nested(20), LIMITS);
        refuses(nested(10_000), LIMITS, "deep in each other");
    }

    @Test
    void refusesJsonThatLiesTooDeepInFieldsItDoesNotKnow() {
        String json = "{\"unknown\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        refusesJson(json, "Objects and lists lie more than 128 deep in each other.");
    }

    private static byte[] nested(int depth) {
        AnyValue value = AnyValue.newBuilder().setIntValue(1).build();
        ByteString bytes = value.toByteString();
        for (int i = 0; i < depth; i++) {
            // Written by hand: the classes of protobuf count the length of each level anew.
            ByteString list = ByteString.copyFrom(new byte[] {0x0a}).concat(delimited(bytes));
            bytes = ByteString.copyFrom(new byte[] {0x2a}).concat(delimited(list));
        }
        ByteString record = ByteString.copyFrom(new byte[] {0x2a}).concat(delimited(bytes));
        ByteString scope = ByteString.copyFrom(new byte[] {0x12}).concat(delimited(record));
        ByteString resource = ByteString.copyFrom(new byte[] {0x12}).concat(delimited(scope));
        return ByteString.copyFrom(new byte[] {0x0a})
                .concat(delimited(resource))
                .toByteArray();
    }

    private static ByteString delimited(ByteString bytes) {
        ByteString.Output out = ByteString.newOutput();
        int rest = bytes.size();
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return out.toByteString().concat(bytes);
    }

    @Test
    void refusesTwoMillionThingsOfTwoBytes() {
        byte[] spans = new byte[1 << 20];
        for (int i = 0; i < spans.length; i += 2) {
            spans[i] = 0x0a;
        }
        refuses(spans, new OtlpLimits(spans.length, 64, 100_000, 64), "more than 100,000 parts");
        String json = "{\"resourceLogs\":[" + "{},".repeat(200_000) + "{}]}";
        refusesJson(json, new OtlpLimits(1 << 20, 64, 100_000, 64), "more than 100,000 parts");
    }

    @Test
    void countsTheNumbersOfPackedLists() {
        byte[] buckets = new byte[1 << 10];
        ByteString packed = ByteString.copyFrom(new byte[] {0x32}).concat(delimited(ByteString.copyFrom(buckets)));
        ByteString point = ByteString.copyFrom(new byte[] {0x0a}).concat(delimited(packed));
        ByteString histogram = ByteString.copyFrom(new byte[] {0x4a}).concat(delimited(point));
        ByteString metric = ByteString.copyFrom(new byte[] {0x12}).concat(delimited(histogram));
        ByteString scope = ByteString.copyFrom(new byte[] {0x12}).concat(delimited(metric));
        ByteString resource = ByteString.copyFrom(new byte[] {0x0a}).concat(delimited(scope));
        assertThatThrownBy(() -> OtlpSignal.METRICS.readRequest(
                        resource.toByteArray(), Encoding.PROTOBUF, new OtlpLimits(1 << 20, 64, 100, 64), ID))
                .hasMessageContaining("more than 100 parts");
    }

    @Test
    void refusesTooManyAttributesOfOneThing() {
        LogRecord.Builder record = LogRecord.newBuilder();
        for (int i = 0; i <= LIMITS.attributes(); i++) {
            record.addAttributes(KeyValue.newBuilder().setKey("k" + i));
        }
        refuses(request(record), LIMITS, "Something has 4,097 attributes; 4,096 are allowed.");
    }

    @Test
    void refusesAnIdOfAnotherLength() {
        refuses(
                request(LogRecord.newBuilder().setSpanId(ByteString.copyFrom(new byte[7]))),
                LIMITS,
                "A span id has 8 bytes; in JSON it is 16 hex digits.");
    }

    /** An endless loop, an error of the machine or an exception without a sentence would fail this. */
    @Test
    void survivesWhatIsDamaged() {
        Random random = new Random(23);
        byte[][] seeds = {
            OtlpSignal.TRACES.writeRequest(new RandomRecords(3).spans(), Encoding.PROTOBUF),
            OtlpSignal.LOGS.writeRequest(new RandomRecords(3).logs(), Encoding.PROTOBUF),
            OtlpSignal.METRICS.writeRequest(new RandomRecords(3).points(), Encoding.PROTOBUF),
            OtlpSignal.TRACES.writeRequest(new RandomRecords(3).spans(), Encoding.JSON),
            OtlpSignal.LOGS.writeRequest(new RandomRecords(3).logs(), Encoding.JSON),
            OtlpSignal.METRICS.writeRequest(new RandomRecords(3).points(), Encoding.JSON)
        };
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = damage(seeds[random.nextInt(seeds.length)], random);
            OtlpSignal<?> signal = OtlpSignal.all().get(random.nextInt(3));
            Encoding encoding = random.nextBoolean() ? Encoding.PROTOBUF : Encoding.JSON;
            try {
                signal.readRequest(damaged, encoding, LIMITS, ID);
            } catch (MalformedOtlpException e) {
                assertThat(e.getMessage()).isNotEmpty();
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
        for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static byte[] request(LogRecord.Builder record) {
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(record)))
                .build()
                .toByteArray();
    }

    private static void read(byte[] message, OtlpLimits limits) throws MalformedOtlpException {
        OtlpSignal.LOGS.readRequest(message, Encoding.PROTOBUF, limits, ID);
    }

    private static void refuses(byte[] message, OtlpLimits limits, String why) {
        assertThatThrownBy(() -> read(message, limits))
                .isInstanceOf(MalformedOtlpException.class)
                .hasMessageContaining(why);
    }

    private static void refusesJson(String json, String why) {
        refusesJson(json, LIMITS, why);
    }

    private static void refusesJson(String json, OtlpLimits limits, String why) {
        assertThatThrownBy(() ->
                        OtlpSignal.LOGS.readRequest(json.getBytes(StandardCharsets.UTF_8), Encoding.JSON, limits, ID))
                .isInstanceOf(MalformedOtlpException.class)
                .hasMessageContaining(why);
    }
}
