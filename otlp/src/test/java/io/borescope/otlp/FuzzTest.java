package io.borescope.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.borescope.api.BatchId;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.otel.OtelFormat;
import io.borescope.testing.LongForm;
import io.borescope.testing.Mutator;
import io.borescope.testing.RandomRecords;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Damaged input costs an error and not the heap, and what comes after it is read. */
final class FuzzTest {
    private static final BatchId ID = new BatchId(new UUID(0, 1), new UUID(0, 2), 3);
    private static final OtlpLimits LIMITS = OtlpLimits.ofBytes(1 << 20);
    private static final int SEEDS = 40;
    private static final int INPUTS = LongForm.isWanted() ? 2_000_000 : 1_000;
    /** A part of a message, which takes two bytes, becomes some objects; JSON takes its text once more. */
    private static final long ALLOCATED_PER_BYTE = 1_000;

    private static final long ALLOCATED_ANYWAY = 1 << 20;

    /** Reads input that may be damaged. */
    private interface Reader {
        void read(byte[] input) throws MalformedOtlpException, IOException;
    }

    private final long seed = LongForm.isWanted() ? System.nanoTime() : 7;
    private final Random random = new Random(seed);
    private final Mutator mutator = new Mutator(random);
    private final RandomRecords batches = new RandomRecords(seed);
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void requests() throws Exception {
        for (Encoding encoding : Encoding.values()) {
            requests(OtlpSignal.TRACES, encoding, some(batches::spans));
            requests(OtlpSignal.LOGS, encoding, some(batches::logs));
            requests(OtlpSignal.METRICS, encoding, some(batches::points));
        }
    }

    private <B extends OtelBatch<?>> void requests(OtlpSignal<B> signal, Encoding encoding, List<B> good)
            throws Exception {
        fuzz(
                good.stream().map(batch -> signal.writeRequest(batch, encoding)).toList(),
                input -> signal.readRequest(input, encoding, LIMITS, ID));
    }

    @Test
    void batchesOnDisk() throws Exception {
        fuzzFormat(OtelFormat.SPANS, some(batches::spans));
        fuzzFormat(OtelFormat.LOG_RECORDS, some(batches::logs));
        fuzzFormat(OtelFormat.DATA_POINTS, some(batches::points));
    }

    private <R, B extends OtelBatch<R>> void fuzzFormat(OtelFormat<R, B> format, List<B> good) throws Exception {
        fuzz(
                good.stream().map(batch -> written(format, batch)).toList(),
                input -> format.read(new DataInputStream(new ByteArrayInputStream(input))));
    }

    private static <R, B extends OtelBatch<R>> byte[] written(OtelFormat<R, B> format, B batch) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            format.write(batch, new DataOutputStream(bytes));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <B> List<B> some(Supplier<B> make) {
        return IntStream.range(0, SEEDS).mapToObj(i -> make.get()).toList();
    }

    private void fuzz(List<byte[]> good, Reader reader) throws Exception {
        int refused = 0;
        for (byte[] input : good) {
            reader.read(input);
        }
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutator.change(good.get(i % SEEDS), good.get(random.nextInt(SEEDS)));
            long before = memory.getCurrentThreadAllocatedBytes();
            if (!isTaken(reader, input)) {
                refused++;
            }
            assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated for %d bytes, seed %d", input.length, seed)
                    .isLessThan(ALLOCATED_ANYWAY + ALLOCATED_PER_BYTE * input.length);
            reader.read(good.get(i % SEEDS));
        }
        assertThat(refused).as("refused of %d", INPUTS).isBetween(INPUTS / 20, INPUTS - INPUTS / 20);
    }

    private boolean isTaken(Reader reader, byte[] input) {
        try {
            reader.read(input);
            return true;
        } catch (MalformedOtlpException | IOException e) {
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(
                    "seed %d: %s".formatted(seed, HexFormat.of().formatHex(input)), e);
        }
    }
}
