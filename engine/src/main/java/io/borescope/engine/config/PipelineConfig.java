package io.borescope.engine.config;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import java.util.List;

/** One of {@code service.pipelines}: references to configured components. */
record PipelineConfig(
        @Doc("Receivers; they must share a signal.") List<String> receivers,

        @Doc("Processors in order of flow.") List<String> processors,

        @Doc("Exporters; each gets everything.") List<String> exporters)
        implements ComponentConfig {}
