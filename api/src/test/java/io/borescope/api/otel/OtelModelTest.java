package io.borescope.api.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.BatchId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class OtelModelTest {
    private static final BatchId ID = new BatchId(new UUID(1, 2), new UUID(3, 4), 5);

    @Test
    void plainValuesReadAsTheyAre() {
        assertThat(List.of(
                        Value.of("a\"b").asText(),
                        Value.of(-7).asText(),
                        Value.of(0.5).asText(),
                        Value.of(true).asText(),
                        Value.Empty.EMPTY.asText(),
                        new Value.Bytes(new byte[] {0, -1}).asText()))
                .containsExactly("a\"b", "-7", "0.5", "true", "", "AP8=");
    }

    /** What the Collector writes; ECMA-262 has the rule, Number::toString. */
    @Test
    void decimalsReadAsInJavaScript() {
        double[] values = {
            0,
            -0.0,
            1,
            -1.5,
            1e20,
            1e21,
            -1.25e22,
            123456789012345680000.0,
            1e-6,
            1e-7,
            -1.5e-7,
            0.1,
            Double.MIN_NORMAL,
            Double.MAX_VALUE
        };
        assertThat(Arrays.stream(values).mapToObj(value -> Value.of(value).asText()))
                .containsExactly(
                        "0",
                        "-0",
                        "1",
                        "-1.5",
                        "100000000000000000000",
                        "1e+21",
                        "-1.25e+22",
                        "123456789012345680000",
                        "0.000001",
                        "1e-7",
                        "-1.5e-7",
                        "0.1",
                        "2.2250738585072014e-308",
                        "1.7976931348623157e+308");
        assertThat(Value.of(Double.NEGATIVE_INFINITY).asText()).isEqualTo("-Infinity");
    }

    @Test
    void listsAndMapsReadAsJson() {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("line\n", Value.of("a\"\\\u0001é\u2028"));
        fields.put("list", new Value.Items(List.of(Value.of(1), Value.Empty.EMPTY, Value.of(Double.NaN))));
        fields.put("bytes", new Value.Bytes(new byte[] {16}));
        fields.put("none", new Value.Fields(Attributes.EMPTY));
        fields.put("empty", new Value.Items(List.of()));

        assertThat(new Value.Fields(Attributes.of(fields)).asText())
                .isEqualTo(
                        "{\"bytes\":\"EA==\",\"empty\":[],\"line\\n\":\"a\\\"\\\\\\u0001é\\u2028\",\"list\":[1,null,\"NaN\"],\"none\":{}}");
    }

    @Test
    void attributesKeepTheirOrderAndAreEqualInAny() {
        Attributes attributes =
                Attributes.ofTexts(new LinkedHashMap<>(Map.of("b", "1"))).with("a", Value.of(2));

        assertThat(attributes.toTexts().keySet()).containsExactly("b", "a");
        assertThat(attributes).isEqualTo(Attributes.EMPTY.with("a", Value.of(2)).with("b", Value.of("1")));
        assertThat(attributes.with("b", Value.of("3")).toTexts())
                .containsExactly(Map.entry("b", "3"), Map.entry("a", "2"));
        assertThat(attributes.filter((name, _) -> name.equals("a")).toTexts()).containsExactly(Map.entry("a", "2"));
        assertThat(attributes.get("c")).isNull();
        assertThat(attributes.text("a")).contains("2");
    }

    @Test
    void aBatchOfPointsIsAsLargeAsItHasPoints() {
        Point.Head head = new Point.Head(Attributes.EMPTY, 1, 2, 0);
        Metric two = metric(List.of(figure(head, 1), figure(head, 2)));
        Group<Metric> group =
                new Group<>(OtelResource.EMPTY, Scope.EMPTY, List.of(two, metric(List.of(figure(head, 3)))));
        PointBatch batch = new PointBatch(ID, List.of(group, group));

        assertThat(batch.size()).isEqualTo(6);
        assertThat(batch.eventCount()).isEqualTo(6);
        assertThat(two.data().filter(point -> point.equals(figure(head, 2))).size())
                .isEqualTo(1);
        assertThat(two.data()
                        .withAttributes(attributes -> attributes.with("x", Value.of(1)))
                        .points())
                .allSatisfy(point -> assertThat(point.attributes().text("x")).contains("1"));
    }

    private static Metric metric(List<Point.Figure> points) {
        return new Metric("m", "", "1", Attributes.EMPTY, new Metric.Sum(points, Metric.Temporality.DELTA, true));
    }

    private static Point.Figure figure(Point.Head head, long value) {
        return new Point.Figure(head, Value.of(value), List.of());
    }

    @Test
    void idsReadInHex() {
        assertThat(new TraceId(1, -1).hex()).isEqualTo("0000000000000001ffffffffffffffff");
        assertThat(new SpanId(255).hex()).isEqualTo("00000000000000ff");
        assertThat(List.of(TraceId.NONE.isValid(), SpanId.NONE.isValid(), new TraceId(0, 1).isValid()))
                .containsExactly(false, false, true);
    }
}
