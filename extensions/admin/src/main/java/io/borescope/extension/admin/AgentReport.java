package io.borescope.extension.admin;

import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.control.AgentReload;
import io.borescope.api.telemetry.AgentFigures;
import io.borescope.api.telemetry.AgentHealth;
import io.borescope.api.telemetry.AgentHealth.ComponentHealth;
import io.borescope.api.telemetry.PipelineTaps;
import io.borescope.api.telemetry.PipelineTaps.Edge;
import io.borescope.api.telemetry.PipelineTaps.Place;
import io.borescope.api.telemetry.PipelineTaps.TappedPipeline;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Writes how the agent is and what flows in it, as JSON: totals since the start, from which whoever reads them makes rates. */
final class AgentReport {
    private final ExtensionSettings settings;

    AgentReport(ExtensionSettings settings) {
        this.settings = settings;
    }

    String write() {
        Moment moment = new Moment();
        return Json.object(moment::write);
    }

    static void writeOutcome(JsonGenerator out, AgentReload.Outcome outcome) {
        out.writeBooleanProperty("succeeded", outcome.succeeded());
        out.writeStringProperty("message", outcome.message());
        Json.time(out, "time", outcome.epochNanos());
        out.writeArrayPropertyStart("warnings");
        outcome.warnings().forEach(out::writeString);
        out.writeEndArray();
    }

    /** One reading of all there is. */
    private final class Moment {
        private final FiguresByLabel figures =
                new FiguresByLabel(service(AgentFigures.class, AgentFigures::read, List.of()));
        private final List<TappedPipeline> pipelines = service(PipelineTaps.class, PipelineTaps::pipelines, List.of());
        private final List<ComponentHealth> components = service(AgentHealth.class, AgentHealth::components, List.of());
        private final List<ComponentHealth> errors = service(AgentHealth.class, AgentHealth::latestErrors, List.of());
        private final Map<String, ComponentHealth> health = components.stream()
                .collect(Collectors.toMap(ComponentHealth::component, Function.identity(), (a, _) -> a));

        private <S, T> T service(Class<S> type, Function<S, T> question, T otherwise) {
            return settings.services().find(type).map(question).orElse(otherwise);
        }

        void write(JsonGenerator out) {
            writeAgent(out);
            settings.services()
                    .find(AgentReload.class)
                    .flatMap(AgentReload::latest)
                    .ifPresent(outcome -> {
                        out.writeObjectPropertyStart("reload");
                        writeOutcome(out, outcome);
                        out.writeEndObject();
                    });
            Json.array(out, "pipelines", pipelines, pipeline -> writePipeline(out, pipeline));
            Json.array(out, "extensions", extensions(), each -> writeState(out, each.component()));
            Json.array(out, "errors", errors, error -> {
                out.writeStringProperty("component", error.component());
                Json.time(out, "time", error.sinceEpochNanos());
                out.writeStringProperty("message", error.message());
                ComponentHealth now = health.get(error.component());
                out.writeBooleanProperty("over", now != null && now.state() == AgentHealth.State.OK);
            });
        }

        private List<ComponentHealth> extensions() {
            return components.stream()
                    .filter(each -> each.component().startsWith("extension "))
                    .toList();
        }

        private void writeAgent(JsonGenerator out) {
            long now = settings.clock().epochNanos();
            Json.time(out, "time", now);
            out.writeNumberProperty("monotonic_ns", settings.clock().monotonicNanos());
            out.writeStringProperty(
                    "instance", settings.resource().find(Resource.INSTANCE_NAME).orElse(""));
            out.writeBooleanProperty("ready", service(AgentHealth.class, AgentHealth::isReady, false));
            Json.time(out, "started", service(AgentHealth.class, AgentHealth::startedEpochNanos, now));
            out.writeBooleanProperty(
                    "reloadable", settings.services().find(AgentReload.class).isPresent());
            for (String name : List.of("process_memory_rss", "process_cpu_seconds")) {
                figures.find(name, Map.of()).ifPresent(value -> out.writeNumberProperty(name, value));
            }
        }

        private void writePipeline(JsonGenerator out, TappedPipeline pipeline) {
            out.writeStringProperty("id", pipeline.id());
            Edge input = pipeline.edges().stream()
                    .filter(edge -> edge.place() == Place.INPUT)
                    .findFirst()
                    .orElseThrow();
            out.writeStringProperty("edge", input.name());
            Json.array(out, "receivers", pipeline.receivers(), id -> writeReceiver(out, id, input.signal()));
            Json.array(out, "processors", at(pipeline, Place.PROCESSOR), edge -> writeProcessor(out, pipeline, edge));
            Json.array(out, "exporters", at(pipeline, Place.EXPORTER), edge -> writeExporter(out, pipeline, edge));
        }

        private List<Edge> at(TappedPipeline pipeline, Place place) {
            return pipeline.edges().stream()
                    .filter(edge -> edge.place() == place)
                    .toList();
        }

        private void writeReceiver(JsonGenerator out, String id, Signal<?> signal) {
            Map<String, String> who = Map.of("receiver", id);
            out.writeStringProperty("id", id);
            out.writeStringProperty("unit", signal.unit());
            number(out, "accepted", "receiver_accepted_" + signal.items(), who);
            number(out, "refused", "receiver_refused_" + signal.items(), who);
            writeRest(out, "receiver", id, "", who);
        }

        private void writeProcessor(JsonGenerator out, TappedPipeline pipeline, Edge edge) {
            Map<String, String> who = Map.of("processor", edge.component(), "pipeline", pipeline.id());
            out.writeStringProperty("id", edge.component());
            out.writeStringProperty("edge", edge.name());
            out.writeStringProperty("unit", edge.signal().unit());
            number(out, "in", "processor_incoming_items", who);
            number(out, "out", "processor_outgoing_items", who);
            writeRest(out, "processor", edge.component(), pipeline.id(), who);
        }

        private void writeExporter(JsonGenerator out, TappedPipeline pipeline, Edge edge) {
            Map<String, String> who = Map.of("exporter", edge.component(), "pipeline", pipeline.id());
            Map<String, String> queue = Map.of("exporter", edge.component());
            String items = edge.signal().items();
            out.writeStringProperty("id", edge.component());
            out.writeStringProperty("edge", edge.name());
            out.writeStringProperty("unit", edge.signal().unit());
            number(out, "sent", "exporter_sent_" + items, who);
            number(out, "send_failed", "exporter_send_failed_" + items, who);
            number(out, "enqueue_failed", "exporter_enqueue_failed_" + items, who);
            number(out, "queue_size", "exporter_queue_size", queue);
            number(out, "queue_capacity", "exporter_queue_capacity", queue);
            number(out, "export_failures", "exporter_export_failures", queue);
            writeRest(out, "exporter", edge.component(), pipeline.id(), queue);
        }

        /** What all kinds have: state, what is held and lost, and what the component counts by itself. */
        private void writeRest(JsonGenerator out, String kind, String id, String pipeline, Map<String, String> who) {
            Map<String, String> account = pipeline.isEmpty()
                    ? Map.of("kind", kind, "component", id)
                    : Map.of("kind", kind, "component", id, "pipeline", pipeline);
            writeState(out, kind + " " + id + (kind.equals("processor") ? " [" + pipeline + "]" : ""));
            number(out, "held_events", "ledger_held_events", account);
            write(out, "lost_events", figures.lost(account));
            write(out, "figures", figures.own(kind, id.replaceFirst("/.*", ""), who));
        }

        private void writeState(JsonGenerator out, String component) {
            ComponentHealth now = health.get(component);
            out.writeStringProperty("component", component);
            out.writeStringProperty(
                    "state", now == null ? "unknown" : now.state().name().toLowerCase(Locale.ROOT));
            out.writeStringProperty("message", now == null ? "" : now.message());
        }

        private void number(JsonGenerator out, String name, String metric, Map<String, String> labels) {
            figures.find(metric, labels).ifPresent(value -> write(out, name, value));
        }

        private void write(JsonGenerator out, String name, SortedMap<String, ? extends Number> values) {
            out.writeObjectPropertyStart(name);
            new TreeMap<>(values).forEach((key, value) -> write(out, key, value.doubleValue()));
            out.writeEndObject();
        }

        private void write(JsonGenerator out, String name, double value) {
            if (value == Math.rint(value)) {
                out.writeNumberProperty(name, (long) value);
            } else {
                out.writeNumberProperty(name, value);
            }
        }
    }
}
