package io.borescope.processor.metricstransform;

import static io.borescope.testing.OtelRecords.figure;
import static io.borescope.testing.OtelRecords.gauge;
import static io.borescope.testing.OtelRecords.metric;
import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Value;
import io.borescope.processor.metricstransform.Operation.ValueAction;
import io.borescope.processor.metricstransform.Transform.Action;
import io.borescope.processor.metricstransform.Transform.MatchType;
import io.borescope.processor.metricstransform.Transform.SubmatchCase;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.MetricRows;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway") // keys that are left out arrive as null
class MetricsTransformTest {
    private final TestSettings settings = new TestSettings("metrics_transform", new HandClock(0, 0));

    private static Transform transform(
            String include, MatchType type, Action action, @Nullable String newName, Operation... operations) {
        return new Transform(
                include, type, Map.of(), action, newName, Aggregation.SUM, null, Map.of(), List.of(operations));
    }

    private static Transform update(String include, Operation... operations) {
        return transform(include, MatchType.STRICT, Action.UPDATE, null, operations);
    }

    /** What tests say of an operation; the rest has its defaults. */
    private record Op(
            Operation.Action action,
            String label,
            String newLabel,
            String newValue,
            List<String> values,
            Aggregation aggregation,
            Double scale,
            String unit) {
        static Op of(Operation.Action action) {
            return new Op(action, "", "", "", List.of(), Aggregation.SUM, 0.0, "");
        }

        Op label(String set) {
            return new Op(action, set, newLabel, newValue, values, aggregation, scale, unit);
        }

        Op newLabel(String set) {
            return new Op(action, label, set, newValue, values, aggregation, scale, unit);
        }

        Op newValue(String set) {
            return new Op(action, label, newLabel, set, values, aggregation, scale, unit);
        }

        Op values(String... set) {
            return new Op(action, label, newLabel, newValue, List.of(set), aggregation, scale, unit);
        }

        Op aggregation(Aggregation set) {
            return new Op(action, label, newLabel, newValue, values, set, scale, unit);
        }

        Op scale(double set) {
            return new Op(action, label, newLabel, newValue, values, aggregation, set, unit);
        }

        Op unit(String set) {
            return new Op(action, label, newLabel, newValue, values, aggregation, scale, set);
        }

        Operation made() {
            List<ValueAction> replaced = values.stream()
                    .map(value -> new ValueAction(value, newValue))
                    .toList();
            return new Operation(
                    action, label, newLabel, newValue, newValue, replaced, values, values, aggregation, scale, unit);
        }
    }

    @SuppressWarnings("unchecked") // it was asked for by its path
    private <B extends Batch> List<B> changed(Signal<B> signal, B batch, Transform... transforms) {
        Collected<B> out = new Collected<>(signal);
        settings.path(signal, signal);
        Processor<B> processor = (Processor<B>)
                new MetricsTransformFactory().create(settings, new MetricsTransformConfig(List.of(transforms)), out);
        processor.consume(batch);
        return out.batches();
    }

    private List<Metric> changed(List<Metric> metrics, Transform... transforms) {
        List<PointBatch> batches =
                changed(Signal.DATA_POINTS, OtelRecords.points("shop", metrics.toArray(Metric[]::new)), transforms);
        return batches.isEmpty()
                ? List.of()
                : batches.getFirst().groups().getFirst().records();
    }

    private static List<String> names(List<Metric> metrics) {
        return metrics.stream().map(Metric::name).toList();
    }

    private static Map<Attributes, Value> values(Metric metric) {
        Map<Attributes, Value> values = new HashMap<>();
        metric.data().points().forEach(point -> values.put(point.attributes(), ((Point.Figure) point).value()));
        return values;
    }

    private static Metric cpu(Metric.Temporality temporality) {
        return metric(
                "cpu",
                "s",
                new Metric.Sum(
                        List.of(
                                figure(Value.of(1), texts("core", "0", "state", "user")),
                                figure(Value.of(2), texts("core", "1", "state", "user")),
                                figure(Value.of(4), texts("core", "0", "state", "idle")),
                                figure(Value.of(9), texts("core", "1", "state", "idle"))),
                        temporality,
                        true));
    }

    @Test
    void renamesMetricsByNameAndByExpression() {
        List<Metric> metrics = List.of(gauge("system.cpu", 1, texts()), gauge("other", 2, texts()));
        assertThat(names(changed(metrics, transform("other", MatchType.STRICT, Action.UPDATE, "$1.x"))))
                .containsExactly("system.cpu", "$1.x");
        assertThat(names(changed(metrics, transform("^system[.](.*)$", MatchType.REGEXP, Action.UPDATE, "host.${1}"))))
                .containsExactly("host.cpu", "other");
        assertThat(names(changed(
                        metrics,
                        transform("^(?P<the_part>[a-z]+)[.]cpu$", MatchType.REGEXP, Action.UPDATE, "$$$the_part$9"))))
                .containsExactly("$system", "other");
    }

    @Test
    void insertsACopyAndLeavesTheOriginal() {
        List<Metric> metrics = changed(
                List.of(gauge("a", 0.5, texts())),
                transform(
                        "a",
                        MatchType.STRICT,
                        Action.INSERT,
                        "b",
                        Op.of(Operation.Action.EXPERIMENTAL_SCALE_VALUE)
                                .scale(100)
                                .made()));
        assertThat(names(metrics)).containsExactly("a", "b");
        assertThat(values(metrics.get(0))).containsValue(Value.of(0.5));
        assertThat(values(metrics.get(1))).containsValue(Value.of(50.0));
        assertThat(settings.counted("inserted")).isOne();
    }

    @Test
    void insertsOnlyPointsWithTheLabels() {
        Transform idle = new Transform(
                "cpu",
                MatchType.STRICT,
                Map.of("state", "idle", "gone", ""),
                Action.INSERT,
                "idle",
                null,
                null,
                Map.of(),
                List.of());
        List<Metric> metrics = changed(List.of(cpu(Temporality.DELTA)), idle);
        assertThat(values(metrics.get(1)).keySet())
                .containsExactlyInAnyOrder(texts("core", "0", "state", "idle"), texts("core", "1", "state", "idle"));
    }

    @Test
    void combinesMetricsIntoOneWithLabelsOfTheirNames() {
        Transform combine = new Transform(
                "^memory[.](?P<state>used|free)$",
                MatchType.REGEXP,
                Map.of(),
                Action.COMBINE,
                "memory",
                Aggregation.SUM,
                SubmatchCase.UPPER,
                Map.of(),
                List.of());
        List<Metric> metrics = changed(
                List.of(gauge("memory.used", 1, texts()), gauge("memory.free", 2, texts()), gauge("x", 3, texts())),
                combine);
        assertThat(names(metrics)).containsExactly("x", "memory");
        assertThat(values(metrics.get(1)))
                .isEqualTo(Map.of(texts("state", "USED"), Value.of(1.0), texts("state", "FREE"), Value.of(2.0)));
    }

    @Test
    void doesNotCombineWhatDiffers() {
        Transform combine = transform("^(a|b)$", MatchType.REGEXP, Action.COMBINE, "c");
        List<Metric> metrics = List.of(
                gauge("a", 1, texts()), metric("b", "s", new Metric.Gauge(List.of(figure(Value.of(2), texts())))));
        assertThat(changed(metrics, combine)).isEqualTo(metrics);
        assertThat(settings.counted("unconverted")).isEqualTo(2);
    }

    @Test
    void groupsMetricsUnderAResourceOfTheirOwn() {
        Transform group = new Transform(
                "^container[.]",
                MatchType.REGEXP,
                Map.of(),
                Action.GROUP,
                null,
                null,
                null,
                Map.of("resource.type", "container"),
                List.of());
        PointBatch batch = changed(
                        Signal.DATA_POINTS,
                        OtelRecords.points("shop", gauge("container.cpu", 1, texts()), gauge("cpu", 2, texts())),
                        group)
                .getFirst();
        assertThat(batch.groups()).hasSize(2);
        assertThat(names(batch.groups().get(0).records())).containsExactly("cpu");
        assertThat(names(batch.groups().get(1).records())).containsExactly("container.cpu");
        assertThat(batch.groups().get(1).resource().attributes())
                .isEqualTo(texts("service.name", "shop", "resource.type", "container"));
    }

    @Test
    void changesLabelsAndTheirValues() {
        List<Metric> metrics = changed(
                List.of(cpu(Temporality.DELTA)),
                update(
                        "cpu",
                        Op.of(Operation.Action.UPDATE_LABEL)
                                .label("state")
                                .newLabel("mode")
                                .values("user")
                                .newValue("u")
                                .made(),
                        Op.of(Operation.Action.UPDATE_LABEL)
                                .label("core")
                                .newLabel("mode")
                                .made(),
                        Op.of(Operation.Action.ADD_LABEL)
                                .newLabel("host")
                                .newValue("h")
                                .made()));
        assertThat(values(metrics.getFirst()).keySet())
                .contains(
                        texts("core", "0", "mode", "u", "host", "h"), texts("core", "1", "mode", "idle", "host", "h"));
    }

    @Test
    void deletesPointsByTheValueOfALabel() {
        Operation deleteIdle = Op.of(Operation.Action.DELETE_LABEL_VALUE)
                .label("state")
                .newValue("idle")
                .made();
        assertThat(values(changed(List.of(cpu(Temporality.DELTA)), update("cpu", deleteIdle))
                        .getFirst()))
                .hasSize(2);
        assertThat(settings.lost("deleted")).isEqualTo(2);

        Operation deleteUser = Op.of(Operation.Action.DELETE_LABEL_VALUE)
                .label("state")
                .newValue("user")
                .made();
        assertThat(changed(List.of(cpu(Temporality.DELTA)), update("cpu", deleteIdle, deleteUser)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SUM, 13, 3", "MEAN, 6.5, 1.5", "MIN, 4, 1", "MAX, 9, 2", "COUNT, 2, 2", "MEDIAN, 6.5, 1.5"})
    void aggregatesLabelsAway(Aggregation aggregation, double idle, double user) {
        Operation keepState = Op.of(Operation.Action.AGGREGATE_LABELS)
                .values("state")
                .aggregation(aggregation)
                .made();
        Map<Attributes, Value> values = values(changed(List.of(cpu(Temporality.DELTA)), update("cpu", keepState))
                .getFirst());
        assertThat(Double.parseDouble(values.get(texts("state", "idle")).asText()))
                .isEqualTo(idle);
        assertThat(Double.parseDouble(values.get(texts("state", "user")).asText()))
                .isEqualTo(user);
        assertThat(settings.lost("merged")).isEqualTo(2);
    }

    @Test
    void aggregatesValuesOfALabel() {
        Operation merge = Op.of(Operation.Action.AGGREGATE_LABEL_VALUES)
                .label("core")
                .values("0", "1")
                .newValue("all")
                .made();
        assertThat(values(changed(List.of(cpu(Temporality.CUMULATIVE)), update("cpu", merge))
                        .getFirst()))
                .isEqualTo(Map.of(
                        texts("core", "all", "state", "user"),
                        Value.of(3),
                        texts("core", "all", "state", "idle"),
                        Value.of(13)));
    }

    @Test
    void togglesTheTypeOfNumbers() {
        Operation toggle = Op.of(Operation.Action.TOGGLE_SCALAR_DATA_TYPE).made();
        assertThat(values(changed(List.of(gauge("g", 2.75, texts())), update("g", toggle))
                        .getFirst()))
                .containsValue(Value.of(2));
        assertThat(values(changed(List.of(cpu(Temporality.DELTA)), update("cpu", toggle))
                        .getFirst()))
                .containsValue(Value.of(9.0));
    }

    @Test
    void convertsUnitsWithTheBoundsOfBuckets() {
        Point.Buckets buckets = new Point.Buckets(
                OtelRecords.head(texts()),
                6,
                OptionalDouble.of(123_456_789),
                OptionalDouble.of(999),
                OptionalDouble.of(7_000_001),
                List.of(1L, 2L, 3L),
                List.of(999.0, 999_999.0),
                List.of());
        Metric latency = metric("latency", "ns", new Metric.Histogram(List.of(buckets), Temporality.DELTA));
        Metric changed = changed(
                        List.of(latency),
                        update(
                                "latency",
                                Op.of(Operation.Action.CONVERT_UNIT).unit("s").made()))
                .getFirst();
        assertThat(changed.unit()).isEqualTo("s");
        Point.Buckets point = (Point.Buckets) changed.data().points().getFirst();
        assertThat(point.bounds()).containsExactly(999e-9, 999_999e-9);
        assertThat(point.sum()).hasValue(0.123456789);
        assertThat(point.min()).hasValue(999e-9);
        assertThat(point.max()).hasValue(0.007000001);
        assertThat(point.counts()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void convertsExponentialHistogramsByPowersOfTwoOnly() {
        Point.Exponential point = new Point.Exponential(
                OtelRecords.head(texts()),
                3,
                OptionalDouble.of(4096),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                1,
                0,
                0,
                new Point.Exponential.Side(20, List.of(1L, 2L)),
                Point.Exponential.Side.EMPTY,
                List.of());
        Metric sizes = metric("size", "By", new Metric.ExponentialHistogram(List.of(point), Temporality.DELTA));
        Point.Exponential kibi = (Point.Exponential) changed(
                        List.of(sizes),
                        update(
                                "size",
                                Op.of(Operation.Action.CONVERT_UNIT)
                                        .unit("KiBy")
                                        .made()))
                .getFirst()
                .data()
                .points()
                .getFirst();
        assertThat(kibi.sum()).hasValue(4);
        assertThat(kibi.positive()).isEqualTo(new Point.Exponential.Side(0, List.of(1L, 2L)));

        assertThat(changed(
                        List.of(sizes),
                        update(
                                "size",
                                Op.of(Operation.Action.CONVERT_UNIT).unit("kBy").made())))
                .containsExactly(sizes);
        assertThat(settings.counted("unconverted")).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "ns, s, 999, 9.99E-7",
        "s, ms, 0.5, 500.0",
        "KiBy, kBy, 125, 128.0",
        "By/s, KiBy/s, 1536, 1.5",
        "By/s, kBy/min, 100, 6.0",
        "bit, By, 12, 1.5",
        "1, %, 0.25, 25.0",
        "d, h, 2, 48.0"
    })
    void knowsUcum(String from, String to, double value, double converted) {
        assertThat(Factor.of(Unit.conversion(from, to).orElseThrow()).times(value))
                .isEqualTo(converted);
    }

    @ParameterizedTest
    @CsvSource({"s, By", "ks2, s", "'', s", "min, kmin", "{event}, 1"})
    void knowsWhatCannotBeConverted(String from, String to) {
        assertThat(Unit.conversion(from, to)).isEmpty();
    }

    @Test
    void changesRowsInColumns() {
        MetricBatch rows = changed(
                        Signal.METRICS,
                        MetricRows.latencies(0),
                        transform(
                                "^syscall_(.*)$",
                                MatchType.REGEXP,
                                Action.UPDATE,
                                "process.syscall.$1",
                                Op.of(Operation.Action.UPDATE_LABEL)
                                        .label("client_type")
                                        .newLabel("client")
                                        .values("geth")
                                        .newValue("el")
                                        .made(),
                                Op.of(Operation.Action.UPDATE_LABEL)
                                        .label("container.id")
                                        .newLabel("container")
                                        .made(),
                                Op.of(Operation.Action.ADD_LABEL)
                                        .newLabel("site")
                                        .newValue("eu")
                                        .made()))
                .getFirst();
        assertThat(rows.descriptor().name()).isEqualTo("process.syscall.read");
        assertThat(rows.require("client", TextColumn.class).get(0)).isEqualTo("el");
        assertThat(rows.require("attributes", MapColumn.class).get(1))
                .isEqualTo(Map.of("container", "c0ffee", "site", "eu"));
        assertThat(rows.eventCount()).isEqualTo(7);
    }

    @Test
    void aggregatesRowsInColumns() {
        MetricBatch rows = changed(
                        Signal.METRICS,
                        MetricRows.latencies(0),
                        update(
                                "syscall_read",
                                Op.of(Operation.Action.AGGREGATE_LABELS).made()))
                .getFirst();
        assertThat(rows.size()).isOne();
        assertThat(rows.require("sum", LongColumn.class).get(0)).isEqualTo(2_004_500);
        assertThat(rows.require("count", LongColumn.class).get(0)).isEqualTo(7);
        assertThat(rows.require("min", LongColumn.class).get(0)).isEqualTo(900);
        assertThat(rows.require("max", LongColumn.class).get(0)).isEqualTo(1_990_000);
        LongListColumn buckets = rows.require("histogram", LongListColumn.class);
        assertThat(List.of(buckets.get(0, 0), buckets.get(0, 1), buckets.get(0, 2)))
                .containsExactly(1L, 5L, 1L);
        assertThat(rows.eventCount()).isEqualTo(7);
        assertThat(rows.find("pid", LongColumn.class)).isEmpty();
    }

    @Test
    void rowsOfWindowsStayWholeNumbers() {
        MetricBatch finer = changed(
                        Signal.METRICS,
                        MetricRows.latencies(0),
                        update(
                                "syscall_read",
                                Op.of(Operation.Action.CONVERT_UNIT).unit("ps").made()))
                .getFirst();
        assertThat(finer.descriptor().unit()).isEqualTo("ps");
        assertThat(finer.descriptor().bounds()).containsExactly(1_000_000L, 1_000_000_000L);
        assertThat(finer.require("sum", LongColumn.class).get(0)).isEqualTo(4_500_000);
        assertThat(finer.require("count", LongColumn.class).get(0)).isEqualTo(3);

        MetricBatch coarser = changed(
                        Signal.METRICS,
                        MetricRows.latencies(0),
                        update(
                                "syscall_read",
                                Op.of(Operation.Action.CONVERT_UNIT).unit("s").made()))
                .getFirst();
        assertThat(coarser.descriptor().unit()).isEqualTo("ns");
        assertThat(settings.counted("unconverted")).isOne();
    }

    @Test
    void copiesOfRowsAnswerForNoEvents() {
        List<MetricBatch> batches = changed(
                Signal.METRICS,
                MetricRows.latencies(0),
                transform("syscall_read", MatchType.STRICT, Action.INSERT, "copy"));
        assertThat(batches).extracting(batch -> batch.descriptor().name()).containsExactly("syscall_read", "copy");
        assertThat(batches).extracting(MetricBatch::eventCount).containsExactly(7L, 0L);
        assertThat(batches.get(1).id()).isNotEqualTo(batches.get(0).id());
    }

    @Test
    void leavesRowsOutByTheValueOfALabel() {
        MetricBatch rows = changed(
                        Signal.METRICS,
                        MetricRows.latencies(0),
                        update(
                                "syscall_read",
                                Op.of(Operation.Action.DELETE_LABEL_VALUE)
                                        .label("client_type")
                                        .newValue("geth")
                                        .made()))
                .getFirst();
        assertThat(rows.size()).isOne();
        assertThat(rows.eventCount() + settings.lost("deleted")).isEqualTo(7);
    }

    @Test
    void saysWhereItIsWrong() {
        List<String> problems = new ArrayList<>();
        new MetricsTransformConfig(List.of(
                        new Transform(null, null, Map.of(), null, null, null, null, Map.of(), List.of()),
                        transform(
                                "(",
                                MatchType.REGEXP,
                                Action.INSERT,
                                null,
                                Op.of(Operation.Action.ADD_LABEL).made()),
                        new Transform("a", null, Map.of(), Action.GROUP, null, null, null, Map.of(), List.of()),
                        update(
                                "a",
                                Op.of(Operation.Action.EXPERIMENTAL_SCALE_VALUE).made(),
                                Op.of(Operation.Action.CONVERT_UNIT)
                                        .unit("parsec")
                                        .made(),
                                Op.of(Operation.Action.DELETE_LABEL_VALUE).made())))
                .validate((key, format, arguments) -> problems.add(key));
        assertThat(problems)
                .containsExactly(
                        "transforms[0].include",
                        "transforms[0].action",
                        "transforms[1].include",
                        "transforms[1].new_name",
                        "transforms[1].operations[0].new_label",
                        "transforms[1].operations[0].new_value",
                        "transforms[2].group_resource_labels",
                        "transforms[3].operations[0].experimental_scale",
                        "transforms[3].operations[1].unit",
                        "transforms[3].operations[2].label",
                        "transforms[3].operations[2].label_value");
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new MetricsTransformFactory()
                .create(
                        new TestSettings("metrics_transform", new HandClock(0, 0)).path(Signal.METRICS, Signal.METRICS),
                        new MetricsTransformConfig(List.of(update("a"))),
                        new Collected<>(Signal.METRICS)));
    }
}
