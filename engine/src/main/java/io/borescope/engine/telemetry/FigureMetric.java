package io.borescope.engine.telemetry;

import io.borescope.api.telemetry.FigureFamily;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.resources.Resource;

/** A family of figures, as the SDK wants to see it. Immutable. */
final class FigureMetric implements MetricData {
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("io.borescope.engine");

    private final Resource resource;
    private final FigureFamily family;
    private final boolean unit;
    private final MetricDataType type;
    private final Data<?> data;

    /**
     * @param unit whether it has its unit
     */
    FigureMetric(Resource resource, FigureFamily family, boolean unit, MetricDataType type, Data<?> data) {
        this.resource = resource;
        this.family = family;
        this.unit = unit;
        this.type = type;
        this.data = data;
    }

    @Override
    public Resource getResource() {
        return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    @Override
    public String getName() {
        return family.name();
    }

    @Override
    public String getDescription() {
        return family.description();
    }

    @Override
    public String getUnit() {
        return unit ? family.unit() : "";
    }

    @Override
    public MetricDataType getType() {
        return type;
    }

    @Override
    public Data<?> getData() {
        return data;
    }
}
