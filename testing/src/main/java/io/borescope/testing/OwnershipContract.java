package io.borescope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.BatchFormat;
import io.borescope.api.Signal;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.WindowedEvents;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Checks who may touch a batch, and for how long, see {@link Batch}. */
public final class OwnershipContract {
    /** What is done with a batch. */
    @FunctionalInterface
    public interface Use {
        void run() throws Exception;
    }

    private OwnershipContract() {}

    /**
     * Lends events: they are taken away as soon as {@code consume} has returned. Whoever kept the batch gets an {@link IllegalStateException}
     * when it looks at an event later, in a timer or when it is closed.
     *
     * @param events copied, and left as they are
     */
    public static void lend(EventBatch events, BatchConsumer<? super EventBatch> to) {
        try (Arena loan = Arena.ofShared()) {
            to.consume(copy(events, loan));
        }
    }

    /** Lends events of a window in the same way. */
    public static void lend(WindowedEvents events, BatchConsumer<? super WindowedEvents> to) {
        try (Arena loan = Arena.ofShared()) {
            to.consume(new WindowedEvents(
                    events.window(), copy(events.events(), loan), events.eventCount(), events.closing()));
        }
    }

    private static EventBatch copy(EventBatch events, Arena loan) {
        EventBatch copy = events.owned();
        MemorySegment owned = copy.segment();
        MemorySegment lent = loan.allocate(owned.byteSize(), Long.BYTES).copyFrom(owned);
        return copy.fill(lent, copy.size(), copy.watermarkNanos())
                .withLost(lostByType(events))
                .withTags(events.tags())
                .withSampling(events.sampling());
    }

    private static long[] lostByType(EventBatch events) {
        long[] lost = new long[1];
        long left = events.lost();
        for (int type = 0; left > 0; type++) {
            lost = Arrays.copyOf(lost, type + 1);
            lost[type] = events.lost(type);
            left -= lost[type];
        }
        return lost;
    }

    /**
     * Does something with an owned batch and fails if it is another afterwards: several exporters share one.
     *
     * @param batch of a signal that has a binary form, by which it is compared
     */
    public static void checkUnchanged(Batch batch, Use use) throws Exception {
        byte[] before = written(batch.signal(), batch);
        use.run();
        assertThat(written(batch.signal(), batch))
                .as("the batch afterwards, in its binary form")
                .isEqualTo(before);
    }

    private static <B extends Batch> byte[] written(Signal<B> signal, Batch batch) throws IOException {
        BatchFormat<B> format = signal.format()
                .orElseThrow(() -> new IllegalArgumentException(signal + " has no binary form; its batches are lent"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        format.write(signal.batchType().cast(batch), new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
