package io.borescope.engine.plan;

import io.borescope.api.config.HostPort;
import io.borescope.api.telemetry.FigureLevel;
import io.borescope.api.tls.TlsConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the agent shows of itself, and to whom.
 *
 * @param level how much
 * @param readers without any, nothing of it is loaded
 * @param resource attributes of the agent beside those that all have; empty ones take away what all have
 * @param configHash the same for equal configurations; empty if unknown
 */
public record TelemetryPlan(FigureLevel level, List<Reader> readers, Map<String, String> resource, String configHash) {
    /** Shows nothing. */
    public static final TelemetryPlan OFF = new TelemetryPlan(FigureLevel.NONE, List.of(), Map.of(), "");

    public TelemetryPlan {
        readers = List.copyOf(readers);
        resource = Map.copyOf(resource);
    }

    /** Whether another shows the same to the same, whatever else its configuration says. */
    public boolean showsAs(TelemetryPlan other) {
        return level == other.level && readers.equals(other.readers) && resource.equals(other.resource);
    }

    /** Who gets to see it. */
    public sealed interface Reader {}

    /**
     * Prometheus servers that ask.
     *
     * @param endpoint where to listen
     * @param units whether names end in units
     * @param scope whether the instrumentation scope is among the labels
     * @param includedLabels attributes of the agent that become labels of every series; {@code *} for all
     * @param excludedLabels attributes that do not, though included
     */
    public record Scrape(
            HostPort endpoint, boolean units, boolean scope, Set<String> includedLabels, Set<String> excludedLabels)
            implements Reader {
        public Scrape {
            includedLabels = Set.copyOf(includedLabels);
            excludedLabels = Set.copyOf(excludedLabels);
        }
    }

    /**
     * A backend that is told over OTLP.
     *
     * @param grpc or else over HTTP, in protobuf
     * @param endpoint http or https; over HTTP with the path
     * @param compressed whether requests are compressed with gzip
     */
    public record Push(
            boolean grpc,
            URI endpoint,
            Map<String, String> headers,
            boolean compressed,
            Duration interval,
            Duration timeout,
            TlsConfig tls)
            implements Reader {
        public Push {
            headers = Map.copyOf(headers);
        }

        /** Headers hold secrets. */
        @Override
        public String toString() {
            return "OTLP over %s to %s".formatted(grpc ? "gRPC" : "HTTP", endpoint);
        }
    }
}
