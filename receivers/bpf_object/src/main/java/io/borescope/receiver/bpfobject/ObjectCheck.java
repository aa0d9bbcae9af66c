package io.borescope.receiver.bpfobject;

import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Stage;
import java.util.function.Consumer;

/** Reads the object, finds in it what the configuration names, loads and attaches its programs, and takes all of it back. */
final class ObjectCheck implements Check {
    private final BpfObjectConfig config;

    ObjectCheck(BpfObjectConfig config) {
        this.config = config;
    }

    @Override
    public Stage stage() {
        return Stage.PROBES;
    }

    @Override
    public void run(CheckSettings settings, Consumer<Finding> findings) {
        try {
            byte[] file = ObjectFile.read(config.object(), config.allowUnsafePermissions());
            findings.accept(Finding.ok("object", "%s, %d bytes".formatted(config.label(), file.length)));
            ObjectPlan plan = ObjectPlan.of(config, file);
            findings.accept(Finding.ok("types", "everything that is configured is in the object"));
            try (LoadedPrograms loaded = LoadedPrograms.load(config, file, plan)) {
                loaded.attach();
                loaded.refused().forEach(refused -> findings.accept(warning(refused)));
                findings.accept(Finding.ok("programs", "attached: " + String.join(", ", loaded.attached())));
            }
        } catch (ObjectException e) {
            findings.accept(Finding.failed("object", e.found(), e.remedy()));
        }
    }

    private static Finding warning(ObjectException refused) {
        return Finding.warning("programs", refused.found(), refused.remedy());
    }
}
