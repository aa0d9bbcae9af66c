package io.borescope.processor.filter;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.attributes.MatchProperties;
import io.borescope.attributes.MatchProperties.MatchType;
import io.borescope.attributes.MatchProperties.Property;
import io.borescope.attributes.MatchProperties.Severity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What users write under {@code filter}. */
public record FilterConfig(
        @Doc(
                "Of the Collector: what a condition that cannot be evaluated does. Here it never holds, whatever this says.")
        @Nullable
        ErrorMode errorMode,

        @Doc("Metrics to leave out.") Metrics metrics,
        @Doc("Log records to leave out.") Logs logs,
        @Doc("Spans to leave out, by properties.") Spans spans,
        @Doc("Spans to leave out, by conditions.") Traces traces)
        implements ComponentConfig {

    /** Read for the Collector's sake. */
    public enum ErrorMode {
        IGNORE,
        SILENT,
        PROPAGATE
    }

    /** Of metrics. */
    public record Metrics(
            @Doc("Metrics to keep; all others are left out.") @Nullable
            MetricMatch include,

            @Doc("Metrics to leave out, of those included.") @Nullable
            MetricMatch exclude,

            @Doc("Conditions. A metric for which one holds is left out.")
            List<String> metric,

            @Doc("Conditions. A data point for which one holds is left out.")
            List<String> datapoint) {}

    /** Of log records. */
    public record Logs(
            @Doc("Log records to keep; all others are left out.") @Nullable
            LogMatch include,

            @Doc("Log records to leave out, of those included.") @Nullable
            LogMatch exclude,

            @Doc("Conditions. A log record for which one holds is left out.")
            List<String> logRecord) {}

    /** Of spans, by properties. */
    public record Spans(
            @Doc("Spans to keep; all others are left out.") @Nullable
            MatchProperties include,

            @Doc("Spans to leave out, of those included.") @Nullable
            MatchProperties exclude) {}

    /** Of spans, by conditions. */
    public record Traces(
            @Doc("Conditions. A span for which one holds is left out.")
            List<String> span,

            @Doc("Conditions. An event of a span for which one holds is left out.")
            List<String> spanevent) {}

    /** Properties of metrics. */
    public record MetricMatch(
            @Doc("How texts are compared: strict or regexp. Required.") @Nullable
            MatchType matchType,

            @Doc("Settings of the Collector's cache of results; read and ignored.")
            Map<String, String> regexp,

            @Doc("Names of metrics.") List<String> metricNames,

            @Doc("Attributes of the resource, all of which must match.")
            List<Property> resourceAttributes) {
        MatchProperties properties() {
            return new MatchProperties(
                    matchType,
                    regexp,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    metricNames,
                    List.of(),
                    resourceAttributes,
                    List.of());
        }
    }

    /** Properties of log records. */
    public record LogMatch(
            @Doc("How texts are compared: strict or regexp. Required.") @Nullable
            MatchType matchType,

            @Doc("Attributes of the resource, all of which must match.")
            List<Property> resourceAttributes,

            @Doc("Attributes of the record, all of which must match.")
            List<Property> recordAttributes,

            @Doc("Severities as they were written.") List<String> severityTexts,
            @Doc("The least severity.") @Nullable Severity severityNumber,
            @Doc("Bodies that are text.") List<String> bodies) {
        MatchProperties properties() {
            return new MatchProperties(
                    matchType,
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    bodies,
                    severityTexts,
                    severityNumber,
                    List.of(),
                    recordAttributes,
                    resourceAttributes,
                    List.of());
        }
    }

    @Override
    public void validate(Problems problems) {
        check(
                problems,
                "metrics.include",
                metrics.include() == null ? null : metrics.include().properties());
        check(
                problems,
                "metrics.exclude",
                metrics.exclude() == null ? null : metrics.exclude().properties());
        check(
                problems,
                "logs.include",
                logs.include() == null ? null : logs.include().properties());
        check(
                problems,
                "logs.exclude",
                logs.exclude() == null ? null : logs.exclude().properties());
        check(problems, "spans.include", spans.include());
        check(problems, "spans.exclude", spans.exclude());
        check(problems, "metrics.metric", metrics.metric(), Subject.Context.METRIC);
        check(problems, "metrics.datapoint", metrics.datapoint(), Subject.Context.DATAPOINT);
        check(problems, "logs.log_record", logs.logRecord(), Subject.Context.LOG);
        check(problems, "traces.span", traces.span(), Subject.Context.SPAN);
        check(problems, "traces.spanevent", traces.spanevent(), Subject.Context.SPANEVENT);
    }

    private static void check(Problems problems, String key, @Nullable MatchProperties properties) {
        if (properties != null) {
            properties.validate(problems.within(key));
        }
    }

    private static void check(Problems problems, String key, List<String> conditions, Subject.Context context) {
        for (int i = 0; i < conditions.size(); i++) {
            try {
                ConditionParser.parse(conditions.get(i), context);
            } catch (IllegalArgumentException e) {
                problems.add(key + "[" + i + "]", "%s", String.valueOf(e.getMessage()));
            }
        }
    }
}
