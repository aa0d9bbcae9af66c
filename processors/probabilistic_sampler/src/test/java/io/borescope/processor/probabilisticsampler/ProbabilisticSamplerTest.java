package io.borescope.processor.probabilisticsampler;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.Signal;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilisticSamplerTest {
    private static final int COUNT = 20_000;

    private final TestSettings settings = new TestSettings("probabilistic_sampler", new HandClock(0, 0));

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static ProbabilisticSamplerConfig config(@Nullable Double percentage, long seed) {
        return new ProbabilisticSamplerConfig(percentage, seed, null, null, null, null, null, null);
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static ProbabilisticSamplerConfig config(Mode mode, double percentage, int precision, boolean failClosed) {
        return new ProbabilisticSamplerConfig(percentage, null, mode, failClosed, precision, null, null, "priority");
    }

    private static TraceId trace(String hex) {
        return new TraceId(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
    }

    /** The trace state of a span that is handed on; null of one that is left out. */
    private static @Nullable String stateAfter(
            ProbabilisticSamplerConfig config, String trace, String state, Attributes attributes) {
        Span span = inTrace(OtelRecords.span(1, "span", attributes), trace(trace), state);
        return new SpanChoice(new Choice(config))
                .decide(span)
                .map(Span::traceState)
                .orElse(null);
    }

    /** The attributes of a log record that is handed on; null of one that is left out. */
    private static @Nullable Attributes attributesAfter(
            ProbabilisticSamplerConfig config, String trace, Attributes attributes) {
        LogRecord plain = OtelRecords.log(9, "x", attributes);
        LogRecord log = new LogRecord(
                0,
                0,
                9,
                "",
                "",
                plain.body(),
                attributes,
                0,
                0,
                trace.isEmpty() ? TraceId.NONE : trace(trace),
                SpanId.NONE);
        return new LogChoice(config, new Choice(config))
                .decide(log)
                .map(LogRecord::attributes)
                .orElse(null);
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
        return inTrace(span, trace, "");
    }

    private static Span inTrace(Span span, TraceId trace, String state) {
        return new Span(
                trace,
                span.id(),
                SpanId.NONE,
                state,
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
        new ProbabilisticSampler<>(settings, Signal.TRACES, new SpanChoice(new Choice(config))::decide, out)
                .consume(batch);
        assertThat(out.eventCount() + settings.lost("sampled") - before).isEqualTo(batch.size());
        return out.batches().stream()
                .flatMap(kept -> OtelRecords.names(kept).stream())
                .toList();
    }

    private int keptLogs(LogBatch batch, ProbabilisticSamplerConfig config) {
        Collected<LogBatch> out = new Collected<>(Signal.LOGS);
        new ProbabilisticSampler<>(settings, Signal.LOGS, new LogChoice(config, new Choice(config))::decide, out)
                .consume(batch);
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

    /**
     * The randomness of a trace is its last 14 digits. Most rows are known from the Collector's
     * processor, with which they must agree.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // percent | digits | trace | arriving | after equalizing | after proportional
                "100 | 4 | fefefefefefefefefe80000000000000 | '' | ot=th:0 | ot=th:0",
                "200 | 4 | fefefefefefefefefe80000000000000 | '' | ot=th:0 | ot=th:0",
                "50 | 4 | fefefefefefefefefe80000000000000 | '' | ot=th:8 | ot=th:8",
                "49 | 4 | fefefefefefefefefe80000000000000 | '' | - | -",
                "0 | 4 | ffffffffffffffffffffffffffffffff | '' | - | -",
                "25 | 4 | ddddddddddddddddddc0000000000000 | '' | ot=th:c | ot=th:c",
                "25 | 4 | ddddddddddddddddddb0000000000000 | '' | - | -",
                "1 | 14 | 00000000000000000100000000000000 | ot=rv:FD70A3D70A3D71 | ot=rv:FD70A3D70A3D71;th:fd70a3d70a3d71 | ot=rv:FD70A3D70A3D71;th:fd70a3d70a3d71",
                "1 | 14 | 00000000000000000100000000000000 | ot=rv:FD70A3D70A3D70 | - | -",
                "1 | 4 | a0a0a0a0a0a0a0a0a0fe000000000000 | '' | ot=th:fd70a | ot=th:fd70a",
                "1 | 3 | 00000000000000000100000000000000 | ot=rv:FD70A3D70A3D71 | - | -",
                "50 | 4 | 00000000000000000100000000000000 | ot=rv:90000000000000;th:80000000000000 | ot=rv:90000000000000;th:80000000000000 | -",
                "50 | 4 | 00000000000000000100000000000000 | ot=rv:c0000000000000;th:8 | ot=rv:c0000000000000;th:8 | ot=rv:c0000000000000;th:c",
                "25 | 4 | ffffffffffffffffffffffffffffffff | ot=th:8 | ot=th:c | ot=th:e",
                "40 | 6 | a0a0a0a0a0a0a0a0a0d0000000000000 | ot=th:8 | ot=th:99999a | ot=th:cccccd",
                "40 | 3 | a0a0a0a0a0a0a0a0a0b0000000000000 | ot=th:8 | ot=th:99a | -",
                "80 | 4 | 111111111111111111ffffffffffffff | ot=th:c,zz=1 | ot=th:c,zz=1 | ot=th:cccd,zz=1",
                "0.0625 | 4 | 111111111111111111ffffffffffffff | ot=th:fffffffffffff8 | ot=th:fffffffffffff8 | -",
                "99.99992 | 10 | 111111111111111111ffffffffffffff | '' | ot=th:00000cccccccd | ot=th:00000cccccccd"
            })
    void aThresholdIsWrittenAndOnlyRises(
            double percentage,
            int precision,
            String trace,
            String arriving,
            @Nullable String equalized,
            @Nullable String proportional) {
        assertThat(stateAfter(config(Mode.EQUALIZING, percentage, precision, true), trace, arriving, Attributes.EMPTY))
                .isEqualTo(equalized);
        assertThat(stateAfter(
                        config(Mode.PROPORTIONAL, percentage, precision, true), trace, arriving, Attributes.EMPTY))
                .isEqualTo(proportional);
    }

    /** Not a trace; a threshold that the randomness contradicts; what cannot be read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00000000000000000000000000000000 | a=1 | a=1",
                "ffffffffffffffffff70000000000000 | ot=th:8 | ''",
                "fefefefefefefefefe80000000000000 | ot=th:8;rv:70000000000000 | ot=rv:70000000000000",
                "fefefefefefefefefe80000000000000 | ot=rv:abababababababab | ot=rv:abababababababab"
            })
    void whatCannotBeDecidedOnIsLeftOutOrSaysNoThreshold(String trace, String arriving, String opened) {
        for (Mode mode : List.of(Mode.EQUALIZING, Mode.PROPORTIONAL)) {
            assertThat(stateAfter(config(mode, 100, 4, true), trace, arriving, Attributes.EMPTY))
                    .isNull();
            assertThat(stateAfter(config(mode, 50, 4, false), trace, arriving, Attributes.EMPTY))
                    .isEqualTo(opened);
            assertThat(stateAfter(config(mode, 0, 4, false), trace, "", Attributes.EMPTY))
                    .isNull();
        }
    }

    @Test
    void hashingSaysItsThresholdAndItsRandomness() {
        String trace = "fefefefefefefefefe80000000000000"; // hashes computed apart, with Python
        assertThat(stateAfter(config(100.0, 22), trace, "", Attributes.EMPTY)).isEqualTo("ot=rv:d1081bd3f54bbd;th:0");
        assertThat(stateAfter(config(100.0, 0), trace, "a=1", Attributes.EMPTY))
                .isEqualTo("ot=rv:ff50350941002b;th:0,a=1");
        assertThat(stateAfter(config(10.0, 0), trace, "", Attributes.EMPTY))
                .isEqualTo("ot=rv:ff50350941002b;th:e668"); // 14 bits: not e666
        assertThat(stateAfter(config(10.0, 22), trace, "", Attributes.EMPTY)).isNull();
    }

    @Test
    void hashingTakesAThresholdAwayThatIsNoLongerTrue() {
        String trace = "fefefefefefefefefe80000000000000";
        assertThat(stateAfter(config(50.0, 0), trace, "ot=th:8;p:1", Attributes.EMPTY))
                .isEqualTo("ot=p:1");
        assertThat(stateAfter(config(50.0, 0), trace, "ot=rv:c0000000000000", Attributes.EMPTY))
                .isEqualTo("ot=rv:c0000000000000");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"2, ot=th:0", "0.5, ot=th:0", "0, -", "-1, ot=th:8", "NaN, ot=th:8", "x, ot=th:8"})
    void aPriorityMayBeTextAndDecidesInAllModes(String priority, @Nullable String after) {
        Attributes attributes = texts("sampling.priority", priority);
        assertThat(stateAfter(config(Mode.EQUALIZING, 50, 4, true), "fefefefefefefefefe80000000000000", "", attributes))
                .isEqualTo(after);
    }

    @Test
    void logRecordsSayItInAttributes() {
        ProbabilisticSamplerConfig half = config(Mode.PROPORTIONAL, 50, 4, true);
        assertThat(attributesAfter(
                        half, "fefefefefefefefefef0000000000000", texts("sampling.threshold", "c", "a", "b")))
                .isEqualTo(texts("sampling.threshold", "e", "a", "b"));
        assertThat(attributesAfter(half, "", texts("sampling.randomness", "f0000000000000")))
                .isEqualTo(texts("sampling.randomness", "f0000000000000", "sampling.threshold", "8"));
        assertThat(attributesAfter(half, "", texts("sampling.randomness", "70000000000000")))
                .isNull();
        assertThat(attributesAfter(half, "", texts("a", "b"))).isNull();
        assertThat(attributesAfter(half, "fefefefefefefefefef0000000000000", texts("sampling.threshold", "no")))
                .isNull();
        assertThat(attributesAfter(config(100.0, 22), "fefefefefefefefefe80000000000000", texts()))
                .isEqualTo(texts("sampling.randomness", "d1081bd3f54bbd", "sampling.threshold", "0"));
    }

    @Test
    void aShareOfALogRecordsOwnIsWrittenToo() {
        Attributes own = texts("sampling.randomness", "e6147c00000000").with("priority", Value.of(10.125));
        assertThat(attributesAfter(config(Mode.EQUALIZING, 0, 6, true), "", own))
                .isEqualTo(own.with("sampling.threshold", Value.of("e6147b")));
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void bytesAreHashedAsTheyAre() {
        ProbabilisticSamplerConfig config =
                new ProbabilisticSamplerConfig(100.0, 49L, null, null, null, "record", "id", null);
        Value bytes = new Value.Bytes("1234".getBytes(StandardCharsets.US_ASCII));
        for (Value value : List.of(bytes, Value.of("1234"), Value.of(1234))) {
            assertThat(attributesAfter(config, "", Attributes.EMPTY.with("id", value)))
                    .isEqualTo(texts("sampling.randomness", "16dc14dd363a48", "sampling.threshold", "0")
                            .with("id", value));
        }
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void saysWhatIsWrong() {
        List<String> problems = new ArrayList<>();
        List<ProbabilisticSamplerConfig> wrong = List.of(
                new ProbabilisticSamplerConfig(null, -1L, null, null, 15, "span", null, null),
                new ProbabilisticSamplerConfig(-1.0, null, null, null, 0, "record", null, null),
                new ProbabilisticSamplerConfig(1e-20, null, Mode.PROPORTIONAL, null, null, "record", null, null),
                new ProbabilisticSamplerConfig(1.0, null, Mode.EQUALIZING, null, null, null, "id", null));
        wrong.forEach(config -> config.validate((key, format, arguments) -> problems.add(key)));
        assertThat(problems)
                .containsExactly(
                        "sampling_percentage",
                        "hash_seed",
                        "sampling_precision",
                        "attribute_source",
                        "sampling_percentage",
                        "sampling_precision",
                        "from_attribute",
                        "sampling_percentage",
                        "attribute_source",
                        "from_attribute");
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new ProbabilisticSamplerFactory()
                .create(settings.path(Signal.LOGS, Signal.LOGS), config(1.0, 0), new Collected<>(Signal.LOGS)));
    }
}
