package io.borescope.otlp;

import io.borescope.api.Resource;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Value;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.attributes.RowNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Puts data points of rows under the resources that they are about: what the semantic conventions say of a service, a container, a pod or a host
 * is said once for all points that have it in common, and every resource has the name of a service. What tells processes apart
 * stays with the points: backends that make labels of points alone would take the processes of a service for one series otherwise, and there
 * are no more resources than services, containers and pods.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/">Resource semantic conventions</a>
 */
final class RowResources {
    private static final List<String> OF_RESOURCES =
            List.of("service.", "container.", "k8s.", "host.", "cloud.", "deployment.");

    private static final String CLIENT = RowNames.of("client_type");
    private static final String PROCESS = "process.pid";
    private static final String EXECUTABLE = "process.executable.name";
    private static final String UNKNOWN = "unknown_service";

    /** What rows are about that belong to no process: the host, the agent itself. */
    private static final String AGENT = "borescope";

    /** Where points of one row go. */
    private record Place(OtelResource resource, Attributes attributes) {}

    private final Map<String, String> agent;
    private final Map<Attributes, Place> places = new LinkedHashMap<>();

    private RowResources(Resource agent) {
        this.agent = agent.attributes();
    }

    /**
     * The metrics, by resource.
     *
     * @param agent says what holds for all rows; a name of a service in it wins
     * @param metrics with all attributes at their points
     */
    static List<Group<Metric>> groups(Resource agent, Scope scope, List<Metric> metrics) {
        RowResources resources = new RowResources(agent);
        Map<OtelResource, List<Metric>> byResource = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            resources.split(metric, metric.data(), byResource);
        }
        return byResource.entrySet().stream()
                .map(entry -> new Group<>(entry.getKey(), scope, entry.getValue()))
                .toList();
    }

    private <P extends Point<P>> void split(
            Metric metric, Metric.Data<P> data, Map<OtelResource, List<Metric>> byResource) {
        Map<OtelResource, List<P>> points = new LinkedHashMap<>();
        for (P point : data.points()) {
            Place place = places.computeIfAbsent(point.attributes(), this::place);
            points.computeIfAbsent(place.resource(), _ -> new ArrayList<>())
                    .add(point.with(point.head().with(place.attributes())));
        }
        points.forEach((resource, own) ->
                byResource.computeIfAbsent(resource, _ -> new ArrayList<>()).add(metric.with(data.with(own))));
    }

    private Place place(Attributes row) {
        Map<String, Value> ofResource = new LinkedHashMap<>();
        agent.forEach((name, value) -> ofResource.put(name, Value.of(value)));
        row.forEach((name, value) -> {
            if (isOfResource(name)) {
                ofResource.put(name, value);
            }
        });
        ofResource.put(OtelResource.SERVICE_NAME, Value.of(serviceName(row)));
        return new Place(OtelResource.of(Attributes.of(ofResource)), row.filter((name, _) -> !isOfResource(name)));
    }

    private static boolean isOfResource(String name) {
        return OF_RESOURCES.stream().anyMatch(name::startsWith);
    }

    /** What was configured, else what the process is called or is, else that nobody knows. */
    private String serviceName(Attributes row) {
        String configured = agent.get(OtelResource.SERVICE_NAME);
        return Stream.concat(
                        Stream.ofNullable(configured),
                        Stream.of(OtelResource.SERVICE_NAME, CLIENT).flatMap(name -> row.text(name).stream()))
                .filter(name -> !name.isEmpty() && !name.equals(ProcessIdentity.UNKNOWN_CLIENT))
                .findFirst()
                .orElseGet(() -> unknown(row));
    }

    private static String unknown(Attributes row) {
        return row.get(PROCESS) != null
                ? row.text(EXECUTABLE)
                        .map(executable -> UNKNOWN + ":" + executable)
                        .orElse(UNKNOWN)
                : AGENT;
    }
}
