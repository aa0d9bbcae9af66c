package io.borescope.bpf;

import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Stage;
import java.util.function.Consumer;

/** Looks at what the host offers for BPF programs and lets us do, for receivers that load them: all are equal. Only reads. */
public record HostCheck() implements Check {
    @Override
    public Stage stage() {
        return Stage.HOST;
    }

    @Override
    public void run(CheckSettings settings, Consumer<Finding> findings) {
        KernelSupport.check().forEach(findings);
    }
}
