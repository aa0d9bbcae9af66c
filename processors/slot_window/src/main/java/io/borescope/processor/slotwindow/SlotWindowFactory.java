package io.borescope.processor.slotwindow;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes {@code slot_window} processors. */
public final class SlotWindowFactory implements ProcessorFactory<SlotWindowConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("slot_window");
    }

    @Override
    public String description() {
        return "Places events in windows by their own time, on a plain grid or inside the slots of a chain.";
    }

    @Override
    public Class<SlotWindowConfig> configType() {
        return SlotWindowConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<SignalPath> paths() {
        return Set.of(new SignalPath(Signal.EVENTS, Signal.WINDOWED_EVENTS));
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, SlotWindowConfig config, Outputs outputs) {
        return new SlotWindow(settings, config, outputs.require(Signal.WINDOWED_EVENTS));
    }
}
