package io.borescope.receiver.beacon;

import io.borescope.api.Resource;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.SlotClock;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which slots are in use: those of a node, else those that a node had at an earlier time, else those that are configured, else none. Used
 * by one thread at a time.
 */
final class SlotSource {
    private static final Logger LOG = LoggerFactory.getLogger(SlotSource.class);

    private final ReceiverSettings settings;
    private final Optional<ChainFacts> configured;
    private final @Nullable StateFile file;
    private final Counter changes;
    private final Counter fileFailures;
    private @Nullable ChainFacts inUse;
    private @Nullable ChainFacts kept;
    private String origin = "";

    SlotSource(ReceiverSettings settings, BeaconReceiverConfig config) {
        this.settings = settings;
        this.configured = config.configured();
        // What a node has said is of no use where no node is asked.
        this.file =
                config.stateFile() == null || config.endpoint().isEmpty() ? null : new StateFile(config.stateFile());
        this.changes = settings.meter()
                .counter("slot_clock_changes", "{change}", "Times that other slots were published than before.");
        this.fileFailures = settings.meter()
                .counter("state_file_failures", "{failure}", "Times that state_file could not be read or written.");
    }

    /** Publishes what is known without a node. */
    void begin() {
        Optional<ChainFacts> read = readFile();
        if (read.isPresent()) {
            kept = read.get();
            use(read.get(), "last known, from " + file);
            contradiction()
                    .ifPresent(other -> LOG.atWarn()
                            .log(
                                    "{}: {} holds other slots than are configured ({}). They are used until a node answers; delete the file if they are wrong",
                                    settings.id(),
                                    file,
                                    other));
        } else {
            configured.ifPresent(facts -> use(facts, "configured"));
        }
        LOG.atInfo().log("{}: {}", settings.id(), description());
    }

    private Optional<ChainFacts> readFile() {
        if (file == null) {
            return Optional.empty();
        }
        try {
            return file.read();
        } catch (IOException | BadAnswerException e) {
            fileFailures.add(1);
            LOG.atWarn().log("{}: state_file {} is not used: {}", settings.id(), file, e.getMessage());
            return Optional.empty();
        }
    }

    /** A node has said what its slots are. */
    void adopt(ChainFacts facts, String node) {
        ChainFacts before = inUse;
        if (before != null && !before.slots().equals(facts.slots())) {
            LOG.atWarn()
                    .log(
                            "{}: {} has other slots ({}) than those in use, {} ({}). Is it a node of another network? Its slots are used from now on",
                            settings.id(),
                            node,
                            facts.description(),
                            origin,
                            before.description());
        }
        String from = "from " + node;
        boolean news = !facts.equals(before) || !from.equals(origin);
        use(facts, from);
        if (news) {
            LOG.atInfo().log("{}: {}{}", settings.id(), description(), forks(facts));
        }
        keep(facts);
    }

    private static String forks(ChainFacts facts) {
        return facts.forkEpochs().entrySet().stream()
                .map(fork -> fork.getKey() + " " + fork.getValue())
                .collect(Collectors.joining(", ", facts.forkEpochs().isEmpty() ? "" : "; forks by epoch: ", ""));
    }

    private void use(ChainFacts facts, String from) {
        ChainFacts before = inUse;
        inUse = facts;
        origin = from;
        if (before == null || !before.slots().equals(facts.slots())) {
            changes.add(1);
            warnOfOtherName(facts);
            settings.services().publish(SlotClock.class, facts.slots());
        }
    }

    /** Rows bear the name that the service is given, whatever the slots are. */
    private void warnOfOtherName(ChainFacts facts) {
        String name = facts.name();
        settings.resource()
                .find(Resource.NETWORK_NAME)
                .filter(given -> !name.isEmpty() && !given.isEmpty() && !given.equalsIgnoreCase(name))
                .ifPresent(given -> LOG.atWarn()
                        .log(
                                "{}: rows are said to be of the network {} (service.network), but the slots are those of {}",
                                settings.id(),
                                given,
                                name));
    }

    private void keep(ChainFacts facts) {
        if (file == null || facts.equals(kept)) {
            return;
        }
        kept = facts; // whether or not it can be written: it is not tried again and again
        try {
            file.write(facts);
        } catch (IOException e) {
            fileFailures.add(1);
            LOG.atWarn().setCause(e).log("{}: cannot write state_file {}", settings.id(), file);
        }
    }

    /** The slots in use, if there are any. */
    Optional<SlotClock> slots() {
        return Optional.ofNullable(inUse).map(ChainFacts::slots);
    }

    /** What is configured, if it is not what is in use. */
    Optional<String> contradiction() {
        ChainFacts now = inUse;
        return configured
                .filter(facts -> now != null && !facts.slots().equals(now.slots()))
                .map(ChainFacts::description);
    }

    /** For logs and status. */
    String description() {
        return inUse == null
                ? "no slots are known, so windows are cut by wall time until a node answers"
                : "slots in use (%s): %s".formatted(origin, inUse.description());
    }
}
