package io.borescope.processor.metricstransform;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.PointBatch;
import java.util.List;

/** Changes data points. Thread-safe. */
final class PointTransformer implements Processor<PointBatch> {
    private final ProcessorSettings settings;
    private final PointTransforms transforms;
    private final BatchConsumer<PointBatch> next;
    private final Figures figures;

    PointTransformer(ProcessorSettings settings, MetricsTransformConfig config, BatchConsumer<PointBatch> next) {
        this.settings = settings;
        this.transforms = new PointTransforms(config.transforms());
        this.next = next;
        this.figures = new Figures(settings);
    }

    @Override
    public void consume(PointBatch batch) {
        Tally tally = new Tally();
        List<Group<Metric>> groups = batch.groups().stream()
                .flatMap(group -> transforms.apply(group, tally).stream())
                .toList();
        figures.add(tally);
        if (!groups.isEmpty()) {
            next.consume(batch.with(settings.batchIds().next(), groups));
        }
    }
}
