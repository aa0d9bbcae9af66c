package io.borescope.engine.runtime;

import io.borescope.api.BatchId;
import io.borescope.api.BatchIds;
import io.borescope.api.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who this agent and this run of it are, and the batches they make. */
final class Identity implements BatchIds {
    static final Path MACHINE_ID = Path.of("/etc/machine-id");

    private static final Logger log = LoggerFactory.getLogger(Identity.class);

    private final UUID agent;
    private final UUID run = UUID.randomUUID();
    private final AtomicLong sequence = new AtomicLong();

    Identity(UUID agent) {
        this.agent = agent;
    }

    /**
     * The same for every run of an instance on a machine. Hashed, because the machine's id is not for publishing.
     *
     * @see <a href="https://man7.org/linux/man-pages/man5/machine-id.5.html">machine-id(5)</a>
     */
    static UUID agentId(Resource resource, Path machineIdFile) {
        String instance = resource.find(Resource.INSTANCE_NAME).orElse("");
        try {
            String machine = Files.readString(machineIdFile).strip();
            String name = "borescope/" + machine + "/" + instance;
            return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.debug("cannot read {}; this run gets an identity of its own", machineIdFile, e);
            return UUID.randomUUID();
        }
    }

    @Override
    public BatchId next() {
        return new BatchId(agent, run, sequence.incrementAndGet());
    }
}
