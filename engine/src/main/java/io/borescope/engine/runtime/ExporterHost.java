package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.config.ComponentConfig;
import io.borescope.engine.plan.PlannedExporter;
import io.borescope.engine.runtime.delivery.Delivery;
import io.borescope.engine.runtime.delivery.Destination;
import io.borescope.engine.runtime.delivery.DestinationFailedException;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The place of an exporter, behind its queue. While it is being replaced, data waits in the queue. */
final class ExporterHost extends ComponentHost<Exporter> implements Destination {
    private final PlannedExporter planned;
    private final TimeLimit timeLimit;
    private final Delivery delivery;

    ExporterHost(PlannedExporter planned, Environment environment) {
        super(ComponentKey.shared(ComponentKind.EXPORTER, planned.component().id()), environment, Gate.concurrent());
        this.planned = planned;
        this.timeLimit = new TimeLimit(planned.delivery().timeout(), environment.scheduler());
        this.delivery = new Delivery(key.id(), planned.delivery(), this, status);
    }

    Delivery delivery() {
        return delivery;
    }

    /** The id of the extension that keeps the queue on disk, or null. */
    @Nullable
    String storage() {
        return planned.delivery().sendingQueue().storage();
    }

    @Override
    Exporter create(Instance<Exporter> instance) {
        return create(
                planned.component().factory(),
                new Settings.OfExporter(this, instance, planned.delivery().timeout()));
    }

    private <C extends ComponentConfig> Exporter create(ExporterFactory<C> factory, ExporterSettings settings) {
        return factory.create(
                settings, factory.configType().cast(planned.component().config()));
    }

    @Override
    public ExportResult export(List<? extends Batch> batches)
            throws ExportException, DestinationFailedException, InterruptedException {
        while (true) {
            Instance<Exporter> instance = awaitCurrent();
            gate().enterInterruptibly();
            try {
                if (instance == current()) {
                    return export(instance, batches);
                }
            } finally {
                gate().exit();
            }
        }
    }

    private ExportResult export(Instance<Exporter> instance, List<? extends Batch> batches)
            throws ExportException, DestinationFailedException, InterruptedException {
        try {
            return timeLimit.call(
                    () -> Objects.requireNonNull(instance.component().export(batches), "export returned null"));
        } catch (ExportException | InterruptedException foreseen) {
            throw foreseen;
        } catch (Throwable failure) {
            instance.fail(failure);
            throw new DestinationFailedException(failure);
        }
    }
}
