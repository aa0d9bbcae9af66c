package io.borescope.processor.probabilisticsampler;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.Signal;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import io.borescope.processor.probabilisticsampler.ProbabilisticSamplerConfig.Mode;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilisticSamplerTest {
    private static final int COUNT = 20_000;

    private final TestSettings settings = new TestSettings("probabilistic_sampler", new HandClock(0, 0));

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static ProbabilisticSamplerConfig config(@Nullable Double percentage, long seed) {
        return new ProbabilisticSamplerConfig(percentage, seed, null, null, null, null, null, null);
    }

    private static SpanBatch traces(long seed) {
        Random random = new Random(seed);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Span span = OtelRecords.span(i + 1, "span-" + i, Attributes.EMPTY);
            spans.add(inTrace(span, new TraceId(random.nextLong(), random.nextLong())));
        }
        return OtelRecords.spans("s", spans);
    }

    private static Span inTrace(Span span, TraceId trace) {
        return new Span(
                trace,
                span.id(),
                SpanId.NONE,
                "",
                0,
                span.name(),
                0,
                0,
                0,
                span.attributes(),
                List.of(),
                List.of(),
                Span.Dropped.NOTHING,
                Span.Status.UNSET);
    }

    private List<String> kept(SpanBatch batch, ProbabilisticSamplerConfig config) {
        Collected<SpanBatch> out = new Collected<>(Signal.TRACES);
        long before = settings.lost("sampled");
        new ProbabilisticSampler<>(settings, Signal.TRACES, new Choice(config)::keepsSpan, out).consume(batch);
        assertThat(out.eventCount() + settings.lost("sampled") - before).isEqualTo(batch.size());
        return out.batches().stream()
                .flatMap(kept -> OtelRecords.names(kept).stream())
                .toList();
    }

    private int keptLogs(LogBatch batch, ProbabilisticSamplerConfig config) {
        Collected<LogBatch> out = new Collected<>(Signal.LOGS);
        new ProbabilisticSampler<>(settings, Signal.LOGS, new Choice(config)::keepsLog, out).consume(batch);
        return out.batches().stream().mapToInt(LogBatch::size).sum();
    }

    /** The deviation of a share of 20,000 is below 0.4 %; five times that is as good as never. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 10, 50, 99, 100, 150})
    void keepsAboutTheShareThatIsWanted(double percentage) {
        int kept = kept(traces(1), config(percentage, 22)).size();
        assertThat(100.0 * kept / COUNT).isCloseTo(Math.min(percentage, 100), within(2.0));
        if (percentage == 0 || percentage >= 100) {
            assertThat(kept).isEqualTo(percentage == 0 ? 0 : COUNT);
        }
    }

    @Test
    void aSmallerShareIsPartOfALargerOne() {
        SpanBatch batch = traces(2);
        assertThat(kept(batch, config(50.0, 7))).containsAll(kept(batch, config(10.0, 7)));
    }

    @Test
    void allSpansOfATraceAreKeptOrNone() {
        TraceId trace = new TraceId(3, 4);
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            spans.add(inTrace(OtelRecords.span(i, "span", Attributes.EMPTY), trace));
        }
        for (long seed = 0; seed < 20; seed++) {
            assertThat(kept(OtelRecords.spans("s", spans), config(50.0, seed)).size())
                    .isIn(0, 10);
        }
    }

    /** With a seed of four zeros, FNV-1a of "foobar" is that of the draft after four bytes of 0: computed apart, with Python. */
    @Test
    void hashesLikeTheCollector() {
        byte[] bytes = "foobar".getBytes(StandardCharsets.US_ASCII);
        assertThat(new TraceHash(0).of(bytes)).isEqualTo(0xe2c86f18);
        assertThat(new TraceHash(0x01020304).of(bytes)).isEqualTo(0x69452158);
    }

    @Test
    void aSpanMayHaveAPriorityOfItsOwn() {
        List<Span> spans = List.of(
                OtelRecords.span(1, "always", Attributes.EMPTY.with("sampling.priority", Value.of(1))),
                OtelRecords.span(2, "never", Attributes.EMPTY.with("sampling.priority", Value.of(0))));
        assertThat(kept(OtelRecords.spans("s", spans), config(0.0, 0))).containsExactly("always");
        assertThat(kept(OtelRecords.spans("s", spans), config(100.0, 0))).containsExactly("always");
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void logRecordsWithoutATraceGoByAnAttributeOrAreLeftOut() {
        LogBatch logs =
                OtelRecords.logs("s", OtelRecords.log(9, "x", texts("id", "a")), OtelRecords.log(9, "y", texts()));
        assertThat(keptLogs(logs, config(99.0, 0))).isZero();
        assertThat(keptLogs(logs, new ProbabilisticSamplerConfig(99.99, null, null, null, null, "record", "id", null)))
                .isEqualTo(1);
        assertThat(keptLogs(logs, new ProbabilisticSamplerConfig(1.0, null, null, false, null, null, null, null)))
                .isEqualTo(2);
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void logRecordsMayHaveAShareOfTheirOwn() {
        LogBatch logs = OtelRecords.logs(
                "s",
                OtelRecords.log(9, "x", Attributes.EMPTY.with("priority", Value.of(100))),
                OtelRecords.log(9, "y", Attributes.EMPTY.with("priority", Value.of(0.0))));
        assertThat(keptLogs(logs, new ProbabilisticSamplerConfig(50.0, null, null, null, null, null, null, "priority")))
                .isEqualTo(1);
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void saysWhatIsWrong() {
        List<String> problems = new ArrayList<>();
        new ProbabilisticSamplerConfig(null, -1L, Mode.PROPORTIONAL, null, null, "span", null, null)
                .validate((key, format, arguments) -> problems.add(key));
        new ProbabilisticSamplerConfig(-1.0, null, null, null, null, "record", null, null)
                .validate((key, format, arguments) -> problems.add(key));
        assertThat(problems)
                .containsExactly(
                        "sampling_percentage",
                        "hash_seed",
                        "mode",
                        "attribute_source",
                        "sampling_percentage",
                        "from_attribute");
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new ProbabilisticSamplerFactory()
                .create(settings.path(Signal.LOGS, Signal.LOGS), config(1.0, 0), new Collected<>(Signal.LOGS)));
    }
}
