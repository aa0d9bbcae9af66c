package io.borescope.processor.memorylimiter;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes {@code memory_limiter} processors. */
public final class MemoryLimiterFactory implements ProcessorFactory<MemoryLimiterConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("memory_limiter");
    }

    @Override
    public String description() {
        return "Keeps data out while too much memory is in use, so that the kernel need not kill the agent.";
    }

    @Override
    public Class<MemoryLimiterConfig> configType() {
        return MemoryLimiterConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<SignalPath> paths() {
        return Set.of(
                SignalPath.through(Signal.METRICS),
                SignalPath.through(Signal.DATA_POINTS),
                SignalPath.through(Signal.LOGS),
                SignalPath.through(Signal.TRACES));
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, MemoryLimiterConfig config, Outputs outputs) {
        return limiter(settings, config, outputs, settings.path().in());
    }

    private static <B extends Batch> Processor<B> limiter(
            ProcessorSettings settings, MemoryLimiterConfig config, Outputs outputs, Signal<B> signal) {
        return new MemoryLimiter<>(settings, config, new ProcessMemory(), outputs.require(signal));
    }
}
