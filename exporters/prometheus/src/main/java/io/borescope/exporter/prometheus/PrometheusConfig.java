package io.borescope.exporter.prometheus;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Problems;
import java.time.Duration;
import java.util.Map;

/** What users write under {@code prometheus}. */
public record PrometheusConfig(
        @Doc("Address to listen at, as host:port. 0.0.0.0:9464 lets other hosts in.")
        HostPort endpoint,

        @Doc("What the names of all metrics begin with, before an underscore.")
        String namespace,

        @Doc("Labels of all metrics.") Map<String, String> constLabels,

        @Doc(
                "Whether to say when a figure was measured. Prometheus then keeps a series for 5 minutes after its last figure.")
        boolean sendTimestamps,

        @Doc("How long a series is shown that gets no new figures.")
        Duration metricExpiration,

        @Doc("Whether to answer in the format of OpenMetrics where it is asked for.")
        boolean enableOpenMetrics,

        @Doc("Whether names end in the unit and in _total.") Boolean addMetricSuffixes,

        @Doc("Attributes of resources as labels.") ResourceConversion resourceToTelemetryConversion,

        @Doc("Most series. Figures of further ones are counted as lost until others have expired.")
        Integer maxSeries)
        implements ComponentConfig {

    /** What becomes of the attributes of resources. */
    public record ResourceConversion(
            @Doc("Whether they become labels of each series.")
            boolean enabled,

            @Doc("Not those that are in the labels job and instance already.")
            boolean excludeServiceAttributes) {}

    private static final HostPort DEFAULT_ENDPOINT = new HostPort("127.0.0.1", 9464);
    private static final Duration DEFAULT_EXPIRATION = Duration.ofMinutes(5);
    private static final Duration SHORTEST_EXPIRATION = Duration.ofSeconds(1);
    private static final Duration LONGEST_EXPIRATION = Duration.ofDays(7);
    private static final int DEFAULT_MAX_SERIES = 20_000;
    private static final int LARGEST_MAX_SERIES = 1_000_000;

    public PrometheusConfig {
        endpoint = requireNonNullElse(endpoint, DEFAULT_ENDPOINT);
        namespace = requireNonNullElse(namespace, "");
        metricExpiration = requireNonNullElse(metricExpiration, DEFAULT_EXPIRATION);
        addMetricSuffixes = requireNonNullElse(addMetricSuffixes, true);
        maxSeries = requireNonNullElse(maxSeries, DEFAULT_MAX_SERIES);
    }

    @Override
    public void validate(Problems problems) {
        endpoint.warnOfEveryInterface("endpoint", "read the metrics", problems);
        if (metricExpiration.compareTo(SHORTEST_EXPIRATION) < 0 || metricExpiration.compareTo(LONGEST_EXPIRATION) > 0) {
            problems.add("metric_expiration", "%s is out of range. Use 1s to 168h.", metricExpiration);
        }
        if (maxSeries < 1 || maxSeries > LARGEST_MAX_SERIES) {
            problems.add("max_series", "%d is out of range. Use 1 to %d.", maxSeries, LARGEST_MAX_SERIES);
        }
    }
}
