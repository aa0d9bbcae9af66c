package io.borescope.receiver.beacon;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps what a node has said for the next start: a JSON object with the names that nodes use. */
final class StateFile {
    private static final int LIMIT = 64 << 10;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private final Path path;

    StateFile(Path path) {
        this.path = path;
    }

    /**
     * What was kept, or empty if nothing was yet.
     *
     * @throws BadAnswerException if the file holds something else, or only a part
     */
    Optional<ChainFacts> read() throws IOException, BadAnswerException {
        if (Files.notExists(path)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] json = in.readNBytes(LIMIT + 1);
            if (json.length > LIMIT) {
                throw new BadAnswerException("is longer than " + LIMIT + " bytes");
            }
            Members members = Members.of(json);
            return Optional.of(ChainFacts.of(members, members));
        }
    }

    /** Replaces the file as a whole: whoever reads it finds the old content or the new one. */
    void write(ChainFacts facts) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path unfinished = absolute.resolveSibling(absolute.getFileName() + ".new");
        try (FileChannel file = FileChannel.open(unfinished, CREATE, TRUNCATE_EXISTING, WRITE)) {
            ByteBuffer json = ByteBuffer.wrap(json(facts).getBytes(StandardCharsets.UTF_8));
            while (json.hasRemaining()) {
                file.write(json);
            }
            file.force(true);
        }
        Files.move(unfinished, absolute, ATOMIC_MOVE);
    }

    /** Names and numbers need no escapes: {@link ChainFacts} lets no others in. */
    private static String json(ChainFacts facts) {
        StringBuilder json = new StringBuilder("{\n");
        member(json, ChainFacts.GENESIS_TIME, facts.slots().genesisEpochNanos() / SECOND);
        member(json, ChainFacts.SLOT_DURATION_MS, facts.slots().slotNanos() / MILLI);
        member(json, ChainFacts.SLOTS_PER_EPOCH, facts.slots().slotsPerEpoch());
        facts.forkEpochs().forEach((fork, epoch) -> member(json, fork + ChainFacts.FORK_EPOCH_SUFFIX, epoch));
        json.append("  \"%s\": \"%s\"\n}\n".formatted(ChainFacts.CONFIG_NAME, facts.network()));
        return json.toString();
    }

    private static void member(StringBuilder json, String name, long value) {
        json.append("  \"%s\": \"%d\",\n".formatted(name, value));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
