package io.borescope.engine.telemetry;

import io.borescope.api.Resource;
import io.borescope.api.component.StartException;
import io.borescope.api.telemetry.AgentFigures;
import io.borescope.engine.plan.TelemetryPlan;
import io.borescope.engine.plan.TelemetryPlan.Push;
import io.borescope.engine.plan.TelemetryPlan.Scrape;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporterBuilder;
import io.opentelemetry.exporter.prometheus.PrometheusHttpServer;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens readers of the OpenTelemetry SDK, each with a provider of its own: they may want the names with or without units. */
final class SdkReaders {
    private static final Logger log = LoggerFactory.getLogger(SdkReaders.class);
    private static final java.util.logging.Logger SDK_LOG = java.util.logging.Logger.getLogger("io.opentelemetry");
    private static final long CLOSE_SECONDS = 2;

    private final TelemetryPlan plan;
    private final AgentFigures figures;
    private final io.opentelemetry.sdk.resources.Resource resource;

    SdkReaders(TelemetryPlan plan, AgentFigures figures, Resource resource, UUID agentId) {
        this.plan = plan;
        this.figures = figures;
        this.resource = io.opentelemetry.sdk.resources.Resource.create(attributes(plan, resource, agentId));
        SDK_LOG.setLevel(java.util.logging.Level.OFF); // PushReport says what fails, once
    }

    /** What all have, what the configuration says of everything, and what it says of the agent; the latter wins. */
    private static Attributes attributes(TelemetryPlan plan, Resource resource, UUID agentId) {
        Map<String, String> all = new TreeMap<>();
        all.put("service.name", "borescope");
        String version = SdkReaders.class.getPackage().getImplementationVersion();
        all.put("service.version", Objects.requireNonNullElse(version, "development build"));
        all.put("service.instance.id", agentId.toString());
        all.putAll(resource.attributes());
        all.putAll(plan.resource());
        AttributesBuilder attributes = Attributes.builder();
        all.forEach((name, value) -> {
            if (!value.isEmpty()) {
                attributes.put(name, value);
            }
        });
        return attributes.build();
    }

    /**
     * Opens one.
     *
     * @throws StartException saying what to do
     */
    AutoCloseable open(TelemetryPlan.Reader reader) throws StartException {
        return switch (reader) {
            case Scrape scrape -> listen(scrape);
            case Push push -> push(push);
        };
    }

    private AutoCloseable listen(Scrape scrape) throws StartException {
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("borescope telemetry").factory());
        PrometheusHttpServer server;
        try {
            server = PrometheusHttpServer.builder()
                    .setHost(scrape.endpoint().host())
                    .setPort(scrape.endpoint().port())
                    .setExecutor(thread)
                    .setMemoryMode(MemoryMode.IMMUTABLE_DATA) // as an executor of our own asks for
                    .setOtelScopeLabelsEnabled(scrape.scope())
                    .setAllowedResourceAttributesFilter(labels(scrape.includedLabels(), scrape.excludedLabels()))
                    .build();
        } catch (RuntimeException failure) {
            thread.shutdownNow();
            throw new StartException(
                    "cannot listen at %s: %s. If another agent or a Collector listens there, set another port in service.telemetry.metrics.readers, or level: none."
                            .formatted(scrape.endpoint(), cause(failure)),
                    failure);
        }
        log.info("The agent's own metrics are at http://{}/metrics", scrape.endpoint());
        return closing(provider(server, scrape.units()), thread);
    }

    private static Predicate<String> labels(Set<String> included, Set<String> excluded) {
        return name -> (included.contains("*") || included.contains(name)) && !excluded.contains(name);
    }

    private AutoCloseable push(Push push) throws StartException {
        MetricReader reader = PeriodicMetricReader.builder(new PushReport(exporter(push), push.toString()))
                .setInterval(push.interval())
                .build();
        log.info(
                "The agent's own metrics go to {} every {} s",
                push,
                push.interval().toSeconds());
        return closing(provider(reader, true), null);
    }

    private static MetricExporter exporter(Push push) throws StartException {
        try {
            return push.grpc() ? overGrpc(push) : overHttp(push);
        } catch (StartException | RuntimeException failure) {
            throw new StartException("cannot push over %s: %s".formatted(push, cause(failure)), failure);
        }
    }

    private static MetricExporter overHttp(Push push) throws StartException {
        OtlpHttpMetricExporterBuilder builder = OtlpHttpMetricExporter.builder()
                .setEndpoint(push.endpoint().toString())
                .setTimeout(push.timeout())
                .setCompression(push.compressed() ? "gzip" : "none");
        push.headers().forEach(builder::addHeader);
        Optional<SSLContext> tls = push.tls().context();
        if (tls.isPresent()) {
            builder.setSslContext(
                    tls.get(), (X509TrustManager) push.tls().trust().getFirst());
        }
        return builder.build();
    }

    /** The SDK's two builders have the same methods and no type in common. This one believes whom the Java runtime does. */
    private static MetricExporter overGrpc(Push push) {
        OtlpGrpcMetricExporterBuilder builder = OtlpGrpcMetricExporter.builder()
                .setEndpoint(push.endpoint().toString())
                .setTimeout(push.timeout())
                .setCompression(push.compressed() ? "gzip" : "none");
        push.headers().forEach(builder::addHeader);
        return builder.build();
    }

    private SdkMeterProvider provider(MetricReader reader, boolean units) {
        return SdkMeterProvider.builder()
                .setResource(resource)
                .registerMetricProducer(new FigureProducer(figures, plan.level(), units))
                .registerMetricReader(reader)
                .build();
    }

    private static AutoCloseable closing(SdkMeterProvider provider, @Nullable ExecutorService thread) {
        return () -> {
            provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS); // a push sends the last figures first
            if (thread != null) {
                thread.shutdownNow();
            }
        };
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }
}
