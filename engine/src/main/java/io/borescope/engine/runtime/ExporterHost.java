package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.storage.RecordStore;
import io.borescope.engine.plan.PlannedExporter;
import io.borescope.engine.runtime.delivery.Delivery;
import io.borescope.engine.runtime.delivery.Destination;
import io.borescope.engine.runtime.delivery.DestinationFailedException;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.FigureCollector;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The place of an exporter, behind its queue. While it is being replaced, data waits in the queue. */
final class ExporterHost extends ComponentHost<Exporter, PlannedExporter> implements Destination {
    private final TimeLimit timeLimit;
    private volatile @Nullable Delivery delivery;

    ExporterHost(ComponentId id, Environment environment) {
        super(ComponentKey.shared(ComponentKind.EXPORTER, id), environment, Gate.concurrent());
        this.timeLimit = new TimeLimit(environment.scheduler());
    }

    /** What stands in front of it; there is one while it is part of the configuration. */
    Delivery delivery() {
        return Objects.requireNonNull(delivery, "planned before");
    }

    /** Whether there is a queue in front. */
    boolean delivers() {
        return delivery != null;
    }

    /** Puts a new, empty queue in front, as planned. What it replaces has been closed. */
    void renewDelivery() {
        delivery = new Delivery(key.id(), planned().delivery(), this, status);
    }

    /**
     * Begins to deliver.
     *
     * @param storage keeps the queue; null for one in memory
     * @throws StartException naming the exporter, if what is in the storage cannot be read
     */
    void startDelivery(@Nullable RecordStore storage) throws StartException {
        try {
            delivery().start(storage);
        } catch (StartException failure) {
            throw new StartException(key + ": " + failure.getMessage(), failure);
        }
    }

    /** Waits for the drain until a time of {@link System#nanoTime}, then ends the delivery; what was not delivered by then is counted as lost. */
    void closeDelivery(long untilNanos) {
        delivery().close(untilNanos, BoundedClose.GRACE);
    }

    /** Takes a delivery that was closed away. */
    void removeDelivery() {
        delivery = null;
    }

    /** Says what waits, and how exports went. */
    void addFigures(FigureCollector figures) {
        Delivery now = delivery;
        if (now != null) {
            now.addFigures(figures);
        }
    }

    /** The id of the extension that keeps the queue on disk, or null. */
    @Nullable
    String storage() {
        return planned().delivery().sendingQueue().storage();
    }

    /** The queue, and when to try again, are not the exporter's own concern. */
    @Override
    boolean isSame(PlannedExporter one, PlannedExporter other) {
        return one.component().equals(other.component())
                && one.delivery().timeout().equals(other.delivery().timeout());
    }

    @Override
    Exporter create(Instance<Exporter> instance) {
        return create(
                planned().component().factory(),
                new Settings.OfExporter(this, instance, planned().delivery().timeout()));
    }

    private <C extends ComponentConfig> Exporter create(ExporterFactory<C> factory, ExporterSettings settings) {
        return factory.create(
                settings, factory.configType().cast(planned().component().config()));
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
                    planned().delivery().timeout(),
                    () -> Objects.requireNonNull(instance.component().export(batches), "export returned null"));
        } catch (ExportException | InterruptedException foreseen) {
            throw foreseen;
        } catch (Throwable failure) {
            instance.fail(failure);
            throw new DestinationFailedException(failure);
        }
    }
}
