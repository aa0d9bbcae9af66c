package io.borescope.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.SpanBatch;
import io.borescope.testing.RandomRecords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is lost on the way. */
final class RoundTripTest {
    private static final int BATCHES = 300;
    private static final OtlpLimits LIMITS = OtlpLimits.ofBytes(1 << 20);

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(Encoding encoding) throws Exception {
        for (int seed = 0; seed < BATCHES; seed++) {
            RandomRecords random = new RandomRecords(seed);
            check(OtlpSignal.TRACES, random.spans(), encoding, seed);
            check(OtlpSignal.LOGS, random.logs(), encoding, seed);
            check(OtlpSignal.METRICS, random.points(), encoding, seed);
        }
    }

    private static <B extends OtelBatch<?>> void check(OtlpSignal<B> signal, B batch, Encoding encoding, int seed)
            throws MalformedOtlpException {
        byte[] bytes = signal.writeRequest(batch, encoding);
        assertThat(signal.readRequest(bytes, encoding, LIMITS, batch.id()))
                .as("seed %d", seed)
                .isEqualTo(batch);
    }

    @ParameterizedTest
    @EnumSource
    void groupsOfOneResourceAreWrittenAsOne(Encoding encoding) throws Exception {
        SpanBatch batch = nonEmpty();
        SpanBatch twice = batch.with(
                batch.id(), List.of(batch.groups().getFirst(), batch.groups().getFirst()));
        byte[] bytes = OtlpSignal.TRACES.writeRequest(twice, encoding);
        assertThat(OtlpSignal.TRACES.readRequest(bytes, encoding, LIMITS, batch.id()))
                .isEqualTo(twice);
        if (encoding == Encoding.JSON) {
            assertThat(new String(bytes, StandardCharsets.UTF_8)).containsOnlyOnce("\"resource\"");
        }
    }

    private static SpanBatch nonEmpty() {
        for (int seed = 0; ; seed++) {
            SpanBatch batch = new RandomRecords(seed).spans();
            if (!batch.groups().isEmpty()) {
                return batch;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersSayWhatWasRejected(Encoding encoding) throws Exception {
        PartialSuccess part = new PartialSuccess(23, "too old");
        for (OtlpSignal<?> signal : OtlpSignal.all()) {
            assertThat(signal.readResponse(signal.writeResponse(part, encoding), encoding))
                    .isEqualTo(part);
            assertThat(signal.readResponse(signal.writeResponse(PartialSuccess.FULL, encoding), encoding))
                    .isEqualTo(PartialSuccess.FULL);
        }
        assertThat(OtlpSignal.LOGS.writeResponse(PartialSuccess.FULL, Encoding.PROTOBUF))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRequestWithoutAnythingIsAnEmptyBatch(Encoding encoding) throws Exception {
        byte[] nothing = encoding == Encoding.JSON ? "{}".getBytes(StandardCharsets.UTF_8) : new byte[0];
        RandomRecords random = new RandomRecords(0);
        SpanBatch spans = OtlpSignal.TRACES.readRequest(
                nothing, encoding, LIMITS, random.spans().id());
        LogBatch logs = OtlpSignal.LOGS.readRequest(nothing, encoding, LIMITS, spans.id());
        PointBatch points = OtlpSignal.METRICS.readRequest(nothing, encoding, LIMITS, spans.id());
        assertThat(spans.size() + logs.size() + points.size()).isZero();
    }
}
