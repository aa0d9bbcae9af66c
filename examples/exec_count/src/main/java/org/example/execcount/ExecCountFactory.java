package org.example.execcount;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.diagnosis.Check;
import io.borescope.api.privilege.Privilege;
import io.borescope.bpf.HostCheck;
import java.util.List;
import java.util.Set;

/** Makes receivers that count executed programs. */
public final class ExecCountFactory implements ReceiverFactory<ExecCountConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("exec_count");
    }

    @Override
    public String description() {
        return "Counts the programs that processes begin to run, by name.";
    }

    @Override
    public Class<ExecCountConfig> configType() {
        return ExecCountConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> produces() {
        return Set.of(Signal.DATA_POINTS);
    }

    @Override
    public Receiver create(ReceiverSettings settings, ExecCountConfig config, Outputs outputs) {
        return new ExecCount(settings, config, outputs);
    }

    /** For {@code borescope doctor --capabilities}, and for the message when a start fails. */
    @Override
    public List<Privilege> privileges(ExecCountConfig config) {
        return Privilege.toTrace();
    }

    /** For {@code borescope doctor}: whether this host can run BPF programs. */
    @Override
    public List<Check> checks(ExecCountConfig config) {
        return List.of(new HostCheck());
    }
}
