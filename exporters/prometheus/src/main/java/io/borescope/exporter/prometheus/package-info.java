/**
 * Shows metrics to Prometheus servers that scrape them.
 *
 * <p>{@link io.borescope.exporter.prometheus.PointReader} turns data points into {@link io.borescope.exporter.prometheus.Series}, {@link
 * io.borescope.exporter.prometheus.RowReader} rows of windows, which {@link io.borescope.exporter.prometheus.SeriesStore} adds up and keeps
 * until they expire. {@link io.borescope.exporter.prometheus.ScrapeServer} answers with what {@link io.borescope.exporter.prometheus.Lines}
 * writes; {@link io.borescope.exporter.prometheus.Names} and {@link io.borescope.exporter.prometheus.Labels} know the rules for names.
 */
@NullMarked
package io.borescope.exporter.prometheus;

import org.jspecify.annotations.NullMarked;
