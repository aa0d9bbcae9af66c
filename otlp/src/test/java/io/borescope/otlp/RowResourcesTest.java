package io.borescope.otlp;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Resource;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Value;
import io.borescope.testing.MetricRows;
import io.borescope.testing.OtelRecords;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowResourcesTest {
    private static final Resource AGENT = Resource.of(Map.of("host.name", "h1"));

    private static List<Group<Metric>> groups(Resource agent, Attributes... rows) {
        Metric.Gauge points = new Metric.Gauge(
                Stream.of(rows).map(row -> OtelRecords.figure(Value.of(1), row)).toList());
        return RowResources.groups(agent, Scope.EMPTY, List.of(OtelRecords.metric("m", "1", points)));
    }

    private static Attributes process(int pid, String... texts) {
        return texts(texts).with("process.pid", Value.of(pid));
    }

    private static List<String> services(List<Group<Metric>> groups) {
        return groups.stream().map(group -> group.resource().serviceName()).toList();
    }

    @Test
    void rowsOfDifferentServicesHaveDifferentResources() {
        List<Group<Metric>> groups = groups(
                AGENT,
                process(1, "borescope.client.type", "geth"),
                process(2, "borescope.client.type", "reth"),
                process(3, "borescope.client.type", "geth"));
        assertThat(services(groups)).containsExactly("geth", "reth");
        assertThat(groups.getFirst().records().getFirst().data().points())
                .extracting(Point::attributes)
                .isEqualTo(List.of(
                        process(1, "borescope.client.type", "geth"), process(3, "borescope.client.type", "geth")));
        assertThat(groups.getFirst().resource().attributes())
                .isEqualTo(texts("host.name", "h1", "service.name", "geth"));
    }

    @Test
    void containersAndPodsAreAttributesOfTheResource() {
        Group<Metric> group = groups(
                        AGENT,
                        process(
                                1,
                                "borescope.client.type",
                                "nginx",
                                "container.id",
                                "c1",
                                "k8s.pod.uid",
                                "p1",
                                "systemd.unit",
                                "u"))
                .getFirst();
        assertThat(group.resource().attributes())
                .isEqualTo(
                        texts("host.name", "h1", "container.id", "c1", "k8s.pod.uid", "p1", "service.name", "nginx"));
        assertThat(group.records().getFirst().data().points())
                .extracting(Point::attributes)
                .isEqualTo(List.of(process(1, "borescope.client.type", "nginx", "systemd.unit", "u")));
    }

    @Test
    void theServiceIsWhatIsKnownOfIt() {
        Attributes unknown = process(1, "borescope.client.type", "unknown");
        Attributes executable = process(1, "process.executable.name", "java");
        Attributes named = process(1, "borescope.client.type", "nginx", "service.name", "shop");
        assertThat(services(groups(AGENT, unknown))).containsExactly("unknown_service");
        assertThat(services(groups(AGENT, executable))).containsExactly("unknown_service:java");
        assertThat(services(groups(AGENT, named))).containsExactly("shop");
        assertThat(services(groups(AGENT, texts("cpu.logical_number", "0")))).containsExactly("borescope");
        assertThat(services(groups(Resource.of(Map.of("service.name", "mine")), named, executable)))
                .containsExactly("mine");
    }

    @Test
    void noPointIsLostBetweenResources() {
        assertThat(DataPoints.of(MetricRows.latencies(0)).size()).isEqualTo(2);
        assertThat(DataPoints.of(MetricRows.latencies(0)).groups())
                .extracting(group -> group.resource().serviceName())
                .containsExactly("geth", "reth");
    }
}
