package io.borescope.processor.metricstransform;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.metric.MetricBatch;

/** Changes rows in columns. Thread-safe. */
final class RowTransformer implements Processor<MetricBatch> {
    private final RowTransforms transforms;
    private final BatchConsumer<MetricBatch> next;
    private final Figures figures;

    RowTransformer(ProcessorSettings settings, MetricsTransformConfig config, BatchConsumer<MetricBatch> next) {
        this.transforms = new RowTransforms(settings.batchIds(), config.transforms());
        this.next = next;
        this.figures = new Figures(settings);
    }

    @Override
    public void consume(MetricBatch batch) {
        Tally tally = new Tally();
        var changed = transforms.apply(batch, tally);
        figures.add(tally);
        changed.forEach(next::consume);
    }
}
