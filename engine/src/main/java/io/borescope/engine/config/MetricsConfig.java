package io.borescope.engine.config;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import io.borescope.api.http.HttpChecks;
import io.borescope.api.telemetry.FigureLevel;
import io.borescope.api.tls.TlsConfig;
import io.borescope.engine.plan.TelemetryPlan;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the agent shows of itself: {@code service.telemetry.metrics}, with the keys of the Collector. Left out, nothing is shown. Without readers it
 * is a page for Prometheus at {@code 127.0.0.1:8888}.
 */
record MetricsConfig(
        @Doc("How much is shown.") FigureLevel level,

        @Doc("Where Prometheus finds it, in the older form; a reader of pull.exporter.prometheus does the same.")
        @Nullable
        HostPort address,

        @Doc("Who gets to see it.") List<Reader> readers) {
    private static final HostPort DEFAULT_ENDPOINT = new HostPort("127.0.0.1", 8888);
    private static final String LOCALHOST = "localhost";
    private static final String READ = "read the agent's metrics";

    MetricsConfig {
        level = requireNonNullElse(level, FigureLevel.NORMAL);
    }

    /** One reader. */
    record Reader(
            @Doc("Waits until somebody asks.") @Nullable Pull pull,

            @Doc("Tells somebody, again and again.") @Nullable
            Periodic periodic) {
        private TelemetryPlan.Reader plan() {
            return pull == null
                    ? Objects.requireNonNull(periodic).plan()
                    : pull.exporter().prometheus().plan();
        }
    }

    /** A reader that is asked. */
    record Pull(@Doc("How.") PullExporter exporter) {}

    /** How a reader is asked. */
    record PullExporter(
            @Doc("A page for Prometheus servers, at /metrics.")
            Prometheus prometheus) {}

    /** A page for Prometheus. */
    record Prometheus(
            @Doc("Address to listen at; 0.0.0.0 lets other hosts in.")
            String host,

            @Doc("Port to listen at.") Integer port,
            @Doc("Leaves the units out of the names.") boolean withoutUnits,

            @Doc("The names of counters end in _total; true is refused.")
            boolean withoutTypeSuffix,

            @Doc("Leaves the labels out that name the library which measures.")
            Boolean withoutScopeInfo,

            @Doc("Attributes of the agent that become labels of every series.")
            Names withResourceConstantLabels) {
        Prometheus {
            host = requireNonNullElse(host, DEFAULT_ENDPOINT.host());
            port = requireNonNullElse(port, DEFAULT_ENDPOINT.port());
            withoutScopeInfo = requireNonNullElse(withoutScopeInfo, true);
        }

        private TelemetryPlan.Scrape plan() {
            return new TelemetryPlan.Scrape(
                    endpoint(),
                    !withoutUnits,
                    !withoutScopeInfo,
                    withResourceConstantLabels.included(),
                    withResourceConstantLabels.excluded());
        }

        /** A name may mean IPv6 to one and IPv4 to the other; what listens at an address is found by both. */
        private HostPort endpoint() {
            return new HostPort(host.equals(LOCALHOST) ? DEFAULT_ENDPOINT.host() : host, port);
        }

        private void validate(Problems problems) {
            if (port < 1 || port > 0xffff) {
                problems.add("port", "%d is out of range. Use 1 to 65535.", port);
            }
            endpoint().warnOfEveryInterface("host", READ, problems);
            if (withoutTypeSuffix) {
                problems.add(
                        "without_type_suffix",
                        "true is not supported: the format of OpenMetrics wants counters to end in _total. Leave it out.");
            }
        }
    }

    /** Names that are chosen. */
    record Names(
            @Doc("Those that are taken; * for all.") Set<String> included,
            @Doc("Those that are not, though included.") Set<String> excluded) {}

    /** A reader that tells. */
    record Periodic(
            @Doc("From one push to the next: a duration, or milliseconds as in the Collector.")
            String interval,

            @Doc("Longest time of one push: a duration, or milliseconds as in the Collector.")
            String timeout,

            @Doc("How.") PushExporter exporter) {
        private static final Duration SHORTEST = Duration.ofMillis(100);
        private static final Duration LONGEST = Duration.ofDays(1);

        Periodic {
            interval = requireNonNullElse(interval, "60s");
            timeout = requireNonNullElse(timeout, "10s");
        }

        private TelemetryPlan.Push plan() {
            Otlp otlp = exporter.otlp();
            Map<String, String> headers = new TreeMap<>();
            otlp.headers().forEach((name, value) -> headers.put(name, value.reveal()));
            return new TelemetryPlan.Push(
                    otlp.isGrpc(),
                    otlp.address(),
                    headers,
                    otlp.compression().equals(Otlp.GZIP),
                    duration(interval),
                    duration(timeout),
                    otlp.tls());
        }

        private static Duration duration(String text) {
            return text.matches("[0-9]{1,12}") ? Duration.ofMillis(Long.parseLong(text)) : Durations.parse(text);
        }

        private void validate(Problems problems) {
            validate(problems, "interval", interval);
            validate(problems, "timeout", timeout);
            exporter.otlp().validate(problems.within("exporter.otlp"));
        }

        private static void validate(Problems problems, String key, String text) {
            try {
                Duration duration = duration(text);
                if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
                    problems.add(key, "%s is out of range. Use 100ms to 24h.", duration);
                }
            } catch (IllegalArgumentException notADuration) {
                problems.add(key, "%s", String.valueOf(notADuration.getMessage()));
            }
        }
    }

    /** How a reader tells. */
    record PushExporter(@Doc("OTLP.") Otlp otlp) {}

    /** OTLP, as the SDK sends it. */
    record Otlp(
            @Doc("http/protobuf or grpc.") String protocol,

            @Doc("Where to: http:// or https://, required. Over HTTP without a path it is /v1/metrics.") @Nullable
            URI endpoint,

            @Doc("Headers of every request.") Map<String, Secret> headers,

            @Doc("gzip or none.") String compression,

            @Doc("Only cumulative is supported.") String temporalityPreference,

            @Doc("Encryption, for https.") TlsConfig tls) {
        private static final String HTTP = "http/protobuf";
        private static final String GRPC = "grpc";
        private static final String GZIP = "gzip";
        private static final String CUMULATIVE = "cumulative";
        private static final String METRICS_PATH = "/v1/metrics";
        private static final Set<String> RESERVED_HEADERS =
                Set.of("content-type", "content-length", "content-encoding", "host", "connection", "te", "user-agent");

        Otlp {
            protocol = requireNonNullElse(protocol, HTTP);
            compression = requireNonNullElse(compression, GZIP);
            temporalityPreference = requireNonNullElse(temporalityPreference, CUMULATIVE);
        }

        private boolean isGrpc() {
            return protocol.equals(GRPC);
        }

        private URI address() {
            URI given = requireNonNullElse(endpoint, URI.create("http://127.0.0.1:4318"));
            boolean noPath = given.getRawPath() == null
                    || given.getRawPath().isEmpty()
                    || given.getRawPath().equals("/");
            return isGrpc() || !noPath ? given : given.resolve(METRICS_PATH);
        }

        private void validate(Problems problems) {
            oneOf(problems, "protocol", protocol, HTTP, GRPC);
            oneOf(problems, "compression", compression, GZIP, "none");
            oneOf(problems, "temporality_preference", temporalityPreference, CUMULATIVE);
            if (endpoint == null) {
                problems.add("endpoint", "is missing. Write it as http://127.0.0.1:4318.");
            } else {
                HttpChecks.endpoint(endpoint, "endpoint", "http://127.0.0.1:4318", problems);
            }
            HttpChecks.headers(headers, RESERVED_HEADERS, problems);
            tls.validate(endpoint != null && "https".equalsIgnoreCase(endpoint.getScheme()), problems);
            if (isGrpc() && !tls.equals(TlsConfig.DEFAULT)) {
                problems.add(
                        "tls",
                        "is for http/protobuf alone: over grpc the SDK trusts whom the Java runtime trusts, and nobody else.");
            }
        }

        private static void oneOf(Problems problems, String key, String value, String... valid) {
            if (!List.of(valid).contains(value)) {
                problems.add(key, "\"%s\" is not one of %s.", value, String.join(", ", valid));
            }
        }
    }

    void validate(Problems problems) {
        if (address != null) {
            address.warnOfEveryInterface("address", READ, problems);
        }
        if (address != null && !readers.isEmpty()) {
            problems.add("address", "is the older form of readers. Leave one of them out.");
        }
        for (int i = 0; i < readers.size(); i++) {
            Problems here = problems.within("readers[" + i + "]");
            Reader reader = readers.get(i);
            if ((reader.pull() == null) == (reader.periodic() == null)) {
                here.add("", "must be either pull or periodic.");
            }
            if (reader.pull() != null) {
                reader.pull().exporter().prometheus().validate(here.within("pull.exporter.prometheus"));
            }
            if (reader.periodic() != null) {
                reader.periodic().validate(here.within("periodic"));
            }
        }
    }

    /** What to open. */
    List<TelemetryPlan.Reader> plan() {
        if (readers.isEmpty()) {
            HostPort endpoint = address == null ? DEFAULT_ENDPOINT : address;
            return List.of(new TelemetryPlan.Scrape(endpoint, true, false, Set.of(), Set.of()));
        }
        return readers.stream().map(Reader::plan).toList();
    }
}
