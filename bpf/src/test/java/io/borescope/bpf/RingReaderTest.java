package io.borescope.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RingReaderTest {
    private static final int CAPACITY = 256;
    private static final int PAYLOAD = 40;
    private static final int RECORD = 48;

    private final MemoryRing ring = new MemoryRing(CAPACITY);
    private final RingReader reader = ring.reader();
    private final long[] offsets = new long[16];

    @Test
    void findsNothingInAnEmptyRing() {
        assertThat(reader.read(offsets, 16)).isZero();
        assertThat(reader.drained()).isTrue();
        assertThat(reader.fill()).isZero();
        assertThat(reader.capacity()).isEqualTo(CAPACITY);
    }

    @Test
    void returnsRecordsInTheOrderInWhichTheyWereWritten() {
        append(1, 2, 3);
        assertThat(read(16)).containsExactly(1, 2, 3);
        assertThat(reader.drained()).isTrue();
        assertThat(reader.length(offsets[2])).isEqualTo(PAYLOAD);
    }

    @Test
    void stopsAtTheLimitAndGoesOnFromThere() {
        append(1, 2, 3);
        assertThat(read(2)).containsExactly(1, 2);
        assertThat(reader.drained()).isFalse();
        assertThat(reader.fill()).isEqualTo(RECORD);
        assertThat(read(2)).containsExactly(3);
        assertThat(reader.drained()).isTrue();
    }

    @Test
    void givesSpaceBackOnlyOnRelease() {
        append(1, 2, 3, 4, 5);
        assertThat(ring.append(payload(6))).isFalse();
        assertThat(read(16)).hasSize(5);
        assertThat(ring.append(payload(6))).isFalse();

        reader.release();
        assertThat(ring.append(payload(6))).isTrue();
        assertThat(read(16)).containsExactly(6);
    }

    @Test
    void releasesAllReadsSinceTheLastRelease() {
        append(1, 2, 3, 4, 5);
        assertThat(read(2)).containsExactly(1, 2);
        assertThat(read(16)).containsExactly(3, 4, 5);
        reader.release();
        append(6, 7, 8, 9, 10);
        assertThat(read(16)).containsExactly(6, 7, 8, 9, 10);
    }

    @Test
    void readsARecordThatRunsOverTheEndInOnePiece() {
        for (int i = 0; i < 100; i++) { // 256 is no multiple of 48: records lie over the end in every way there is
            append(i, i + 1);
            assertThat(read(16)).containsExactly(i, i + 1);
            reader.release();
        }
    }

    @Test
    void skipsDiscardedRecords() {
        append(1);
        ring.discard(ring.reserve(PAYLOAD));
        append(2);
        assertThat(read(16)).containsExactly(1, 2);
        assertThat(reader.drained()).isTrue();
    }

    @Test
    void givesSpaceBackByItselfWhenThereWereOnlyDiscardedRecords() {
        for (int i = 0; i < 5; i++) {
            ring.discard(ring.reserve(PAYLOAD));
        }
        assertThat(ring.append(payload(1))).isFalse();
        assertThat(read(16)).isEmpty();
        assertThat(ring.append(payload(1))).isTrue();
    }

    @Test
    void keepsUnreleasedRecordsWhenOnlyDiscardedOnesFollow() {
        append(1, 2, 3);
        assertThat(read(16)).containsExactly(1, 2, 3);
        ring.discard(ring.reserve(PAYLOAD));
        ring.discard(ring.reserve(PAYLOAD));
        assertThat(read(16)).isEmpty();
        assertThat(ring.append(payload(4))).isFalse();
    }

    @Test
    void waitsForARecordThatIsStillBeingWritten() {
        append(1);
        long busy = ring.reserve(PAYLOAD);
        append(3);
        assertThat(read(16)).containsExactly(1);
        assertThat(reader.drained()).isFalse();
        assertThat(read(16)).isEmpty();

        ring.data().set(JAVA_BYTE, busy, (byte) 2);
        ring.commit(busy);
        assertThat(read(16)).containsExactly(2, 3);
        assertThat(reader.drained()).isTrue();
    }

    @Test
    void refusesARecordThatReachesBeyondWhatWasWritten() {
        Arena arena = Arena.ofAuto();
        MemorySegment producer = arena.allocateFrom(JAVA_LONG, RECORD);
        MemorySegment data = arena.allocate(2L * CAPACITY, 8);
        data.set(JAVA_INT, 0, RingReader.LENGTH);
        RingReader broken = RingReader.over(arena.allocate(JAVA_LONG), producer, data);
        assertThatIllegalStateException()
                .isThrownBy(() -> broken.read(offsets, 16))
                .withMessageContaining("but the ring ends at 48");
    }

    @Test
    void takesItsPlaceFromTheConsumersPosition() {
        append(1, 2);
        read(16);
        reader.release();
        append(3);
        assertThat(ring.reader().read(offsets, 16)).isEqualTo(1);
    }

    @Test
    void checksItsArguments() {
        assertThatThrownBy(() -> reader.read(offsets, 17)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryRing(100));
    }

    @Test
    void refusesToReadOnceClosedAndMayBeClosedTwice() {
        reader.close();
        reader.close();
        assertThatIllegalStateException().isThrownBy(() -> reader.read(offsets, 1));
        assertThatIllegalStateException().isThrownBy(reader::release);
    }

    /** Random writers and a random reader against a queue that says what must come out. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 7, 11, 13, 17, 19, 23})
    void agreesWithAQueueWhateverHappens(long seed) {
        Random random = new Random(seed);
        MemoryRing fuzzed = new MemoryRing(1 << (6 + random.nextInt(6)));
        RingReader fuzzedReader = fuzzed.reader();
        Deque<Written> expected = new ArrayDeque<>();
        List<Written> busy = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> reserve(fuzzed, random, expected, busy);
                case 2 -> finishOne(fuzzed, random, busy);
                default -> readSome(fuzzedReader, random, expected);
            }
        }
        while (!busy.isEmpty()) {
            finishOne(fuzzed, random, busy);
        }
        while (!expected.isEmpty()) {
            readSome(fuzzedReader, random, expected);
        }
    }

    private static final class Written {
        private final long at;
        private final byte[] payload;
        private boolean busy = true;
        private boolean discarded;

        private Written(long at, byte[] payload) {
            this.at = at;
            this.payload = payload;
        }
    }

    private static void reserve(MemoryRing ring, Random random, Deque<Written> expected, List<Written> busy) {
        byte[] payload = new byte[1 + random.nextInt(64)];
        long at = ring.reserve(payload.length);
        if (at == MemoryRing.FULL) {
            return;
        }
        random.nextBytes(payload);
        MemorySegment.copy(payload, 0, ring.data(), JAVA_BYTE, at, payload.length);
        Written written = new Written(at, payload);
        expected.add(written);
        busy.add(written);
    }

    private static void finishOne(MemoryRing ring, Random random, List<Written> busy) {
        if (busy.isEmpty()) {
            return;
        }
        Written written = busy.remove(random.nextInt(busy.size()));
        written.busy = false;
        written.discarded = random.nextInt(4) == 0;
        if (written.discarded) {
            ring.discard(written.at);
        } else {
            ring.commit(written.at);
        }
    }

    private static void readSome(RingReader reader, Random random, Deque<Written> expected) {
        long[] found = new long[1 + random.nextInt(8)];
        int count = reader.read(found, found.length);
        for (int i = 0; i < count; i++) {
            Written next = nextCommitted(expected);
            assertThat(reader.data().asSlice(found[i], reader.length(found[i])).toArray(JAVA_BYTE))
                    .isEqualTo(next.payload);
        }
        if (count < found.length) {
            expected.removeIf(written -> written.discarded && isBeforeBusy(expected, written));
            assertThat(expected.isEmpty() || expected.peek().busy).isTrue();
        }
        if (random.nextBoolean()) {
            reader.release();
        }
    }

    private static Written nextCommitted(Deque<Written> expected) {
        while (true) {
            Written next = expected.remove();
            assertThat(next.busy).isFalse();
            if (!next.discarded) {
                return next;
            }
        }
    }

    private static boolean isBeforeBusy(Deque<Written> expected, Written discarded) {
        return expected.stream().takeWhile(written -> written != discarded).noneMatch(written -> written.busy);
    }

    private void append(int... values) {
        for (int value : values) {
            assertThat(ring.append(payload(value))).isTrue();
        }
    }

    private static byte[] payload(int value) {
        byte[] payload = new byte[PAYLOAD];
        payload[0] = (byte) value;
        payload[PAYLOAD - 1] = (byte) value;
        return payload;
    }

    private List<Integer> read(int limit) {
        int count = reader.read(offsets, limit);
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add((int) reader.data().get(JAVA_BYTE, offsets[i]));
        }
        return values;
    }
}
