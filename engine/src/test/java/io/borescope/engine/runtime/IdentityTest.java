package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    @TempDir
    private Path folder;

    @Test
    void staysTheSameForAnInstanceOnAMachine() throws Exception {
        Path machineId = Files.writeString(folder.resolve("machine-id"), "8e9b3f2d\n");
        UUID first = Identity.agentId(instance("one"), machineId);

        assertThat(Identity.agentId(instance("one"), machineId)).isEqualTo(first);
        assertThat(Identity.agentId(instance("two"), machineId)).isNotEqualTo(first);
    }

    @Test
    void isItsOwnForARunWithoutAMachineId() {
        Path missing = folder.resolve("missing");

        assertThat(Identity.agentId(instance("one"), missing)).isNotEqualTo(Identity.agentId(instance("one"), missing));
    }

    @Test
    void numbersBatchesWithinARun() {
        UUID agent = new UUID(1, 2);
        Identity identity = new Identity(agent);
        BatchId first = identity.next();
        BatchId second = identity.next();

        assertThat(first.agent()).isEqualTo(agent);
        assertThat(second.run()).isEqualTo(first.run());
        assertThat(second.sequence()).isEqualTo(first.sequence() + 1);
        assertThat(new Identity(agent).next().run()).isNotEqualTo(first.run());
    }

    private static Resource instance(String name) {
        return Resource.of(Map.of(Resource.INSTANCE_NAME, name));
    }
}
