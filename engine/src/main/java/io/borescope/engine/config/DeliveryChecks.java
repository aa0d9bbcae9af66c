package io.borescope.engine.config;

import io.borescope.api.Signal;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.storage.StorageExtensionFactory;
import io.borescope.engine.config.Node.MapNode;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.PlannedPipeline;
import io.borescope.engine.plugin.FactoryKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Checks what the queue of an exporter needs from the rest of the configuration: an extension, and batches that can be written down. */
final class DeliveryChecks {
    private final MapNode root;
    private final Report report;
    private final Map<String, Configured<ExtensionFactory<?>>> extensions;
    private final List<Configured<ExtensionFactory<?>>> started;
    private final List<PlannedPipeline> pipelines;

    /**
     * @param extensions all that are configured, by id as written
     * @param started those that {@code service.extensions} names
     * @param pipelines those without problems
     */
    DeliveryChecks(
            MapNode root,
            Report report,
            Map<String, Configured<ExtensionFactory<?>>> extensions,
            List<Configured<ExtensionFactory<?>>> started,
            List<PlannedPipeline> pipelines) {
        this.root = root;
        this.report = report;
        this.extensions = extensions;
        this.started = started;
        this.pipelines = pipelines;
    }

    void check(Collection<Configured<ExporterFactory<?>>> used) {
        for (Configured<ExporterFactory<?>> exporter : used) {
            DeliveryConfig delivery = exporter.delivery();
            if (delivery != null) {
                check(exporter, delivery.sendingQueue());
            }
        }
    }

    private void check(Configured<ExporterFactory<?>> exporter, DeliveryConfig.SendingQueue queue) {
        if (queue.storage() != null) {
            checkStorage(exporter, queue.storage());
            checkSignals(exporter, "storage", "kept on disk");
        } else if (queue.measuresBytes()) {
            checkSignals(
                    exporter,
                    queue.sizer() == DeliveryConfig.Sizer.BYTES ? "sizer" : "batch.sizer",
                    "measured in bytes");
        }
    }

    private void checkStorage(Configured<ExporterFactory<?>> exporter, String id) {
        Configured<ExtensionFactory<?>> extension = extensions.get(id);
        if (extension == null) {
            problem(exporter, "storage", References.notConfigured(FactoryKind.EXTENSION, id, extensions.keySet()));
        } else if (extension.factory() != null && !(extension.factory() instanceof StorageExtensionFactory<?>)) {
            problem(exporter, "storage", "%s keeps nothing for others. Use file_storage.".formatted(Report.quoted(id)));
        } else if (!started.contains(extension)) {
            problem(
                    exporter,
                    "storage",
                    "%s is not started. Add it to service.extensions.".formatted(Report.quoted(id)));
        }
    }

    private void checkSignals(Configured<ExporterFactory<?>> exporter, String key, String use) {
        for (PlannedPipeline pipeline : pipelines) {
            Signal<?> signal = pipeline.output();
            if (pipeline.exporters().contains(Objects.requireNonNull(exporter.id()))
                    && signal.format().isEmpty()) {
                problem(
                        exporter,
                        key,
                        "pipeline %s brings %s, which cannot be %s. Possible: %s."
                                .formatted(Report.quoted(pipeline.id()), signal, use, String.join(", ", possible())));
            }
        }
    }

    private static List<String> possible() {
        return Signal.all().stream()
                .filter(signal -> signal.format().isPresent())
                .map(Signal::name)
                .toList();
    }

    private void problem(Configured<ExporterFactory<?>> exporter, String key, String message) {
        String path = Paths.child(exporter.path(), "sending_queue." + key);
        report.problem(Location.find(root, path), path, message);
    }
}
