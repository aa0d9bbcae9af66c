package io.borescope.processor.probabilisticsampler;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes {@code probabilistic_sampler} processors. */
public final class ProbabilisticSamplerFactory implements ProcessorFactory<ProbabilisticSamplerConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("probabilistic_sampler");
    }

    @Override
    public String description() {
        return "Keeps a share of traces, or of log records, the same in all agents.";
    }

    @Override
    public Class<ProbabilisticSamplerConfig> configType() {
        return ProbabilisticSamplerConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<SignalPath> paths() {
        return Set.of(SignalPath.through(Signal.LOGS), SignalPath.through(Signal.TRACES));
    }

    @Override
    public boolean stateless() {
        return true;
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, ProbabilisticSamplerConfig config, Outputs outputs) {
        Choice choice = new Choice(config);
        return settings.path().in() == Signal.LOGS
                ? new ProbabilisticSampler<>(
                        settings, Signal.LOGS, new LogChoice(config, choice)::decide, outputs.require(Signal.LOGS))
                : new ProbabilisticSampler<>(
                        settings, Signal.TRACES, new SpanChoice(choice)::decide, outputs.require(Signal.TRACES));
    }
}
