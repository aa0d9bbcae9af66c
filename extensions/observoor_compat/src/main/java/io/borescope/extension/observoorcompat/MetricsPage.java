package io.borescope.extension.observoorcompat;

import io.borescope.api.telemetry.Figure;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes Observoor's metrics in the text format of Prometheus. */
final class MetricsPage {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String TOTAL = "_total";

    private MetricsPage() {}

    static String write(FiguresNow now) throws IOException {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        for (ObservoorMetric metric : ObservoorMetric.values()) {
            all.metricSnapshot(snapshot(metric, now));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, all.build(), EscapingScheme.DEFAULT);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static MetricSnapshot snapshot(ObservoorMetric metric, FiguresNow now) {
        List<Sample> samples = metric.samples(now);
        String name = metric.metricName();
        return switch (metric.kind()) {
            case COUNTER -> counter(name.substring(0, name.length() - TOTAL.length()), samples);
            case GAUGE -> gauge(name, samples);
            case HISTOGRAM -> histogram(name, metric.bounds(), samples);
        };
    }

    private static MetricSnapshot counter(String name, List<Sample> samples) {
        CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name);
        for (Sample sample : samples) {
            if (sample instanceof Sample.Single number) {
                builder.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels(number))
                        .value(number.value())
                        .build());
            }
        }
        return builder.build();
    }

    private static MetricSnapshot gauge(String name, List<Sample> samples) {
        GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name);
        for (Sample sample : samples) {
            if (sample instanceof Sample.Single number) {
                builder.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels(number))
                        .value(number.value())
                        .build());
            }
        }
        return builder.build();
    }

    private static MetricSnapshot histogram(String name, List<Double> bounds, List<Sample> samples) {
        HistogramSnapshot.Builder builder = HistogramSnapshot.builder().name(name);
        for (Sample sample : samples) {
            if (sample instanceof Sample.Buckets buckets) {
                builder.dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(labels(buckets))
                        .classicHistogramBuckets(buckets(bounds, buckets.figure()))
                        .sum(buckets.figure().sum())
                        .build());
            }
        }
        return builder.build();
    }

    /** Ours are finer: each goes into the first of Observoor's that holds it whole. */
    static ClassicHistogramBuckets buckets(List<Double> bounds, Figure.Distribution figure) {
        List<Double> all = new ArrayList<>(bounds);
        all.add(Double.POSITIVE_INFINITY);
        long[] counts = new long[all.size()];
        for (int i = 0; i < figure.counts().size(); i++) {
            double bound = i < figure.bounds().size() ? figure.bounds().get(i) : Double.POSITIVE_INFINITY;
            int bucket = 0;
            while (all.get(bucket) < bound) {
                bucket++;
            }
            counts[bucket] += figure.counts().get(i);
        }
        return ClassicHistogramBuckets.of(
                all.stream().mapToDouble(Double::doubleValue).toArray(), counts);
    }

    private static Labels labels(Sample sample) {
        Labels.Builder labels = Labels.builder();
        for (Map.Entry<String, String> label : sample.labels().entrySet()) {
            labels.label(label.getKey(), label.getValue());
        }
        return labels.build();
    }
}
