package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What several kernels wrote is read without any: each event once, of the length that its type has. */
final class RecordedRingsTest {
    private static final Path RECORDED = Path.of("src/test/resources/io/borescope/bpf/recorded");
    private static final int BATCH = 64;

    static Stream<Recording> recordings() throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            return files.sorted().toList().stream().map(RecordedRingsTest::read);
        }
    }

    private static Recording read(Path path) {
        try (InputStream file = Files.newInputStream(path)) {
            return Recording.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void readsEveryEventOnce(Recording recording) {
        Map<String, Integer> counts = new TreeMap<>();
        RingReader reader = recording.replay();
        EventBatch batch = new EventBatch(BATCH);
        do {
            batch.fill(reader.data(), reader.read(batch.offsets(), BATCH), EventBatch.NO_WATERMARK);
            for (int i = 0; i < batch.size(); i++) {
                counts.merge(EventType.labelOf(batch.type(i)), 1, Integer::sum);
                assertPlausible(batch, i, reader.length(batch.offset(i)));
            }
            reader.release();
        } while (!reader.drained());

        assertThat(counts).isEqualTo(recording.counts());
    }

    private static void assertPlausible(EventBatch batch, int index, int length) {
        EventType type = EventType.of(batch.type(index));
        assertThat(type).isNotNull().returns(length, EventType::recordBytes);
        assertThat(batch.timestampNanos(index)).isPositive();
        assertThat(batch.cpu(index)).isLessThan(2);
        assertThat(batch.pid(index)).isNotNegative();
    }
}
