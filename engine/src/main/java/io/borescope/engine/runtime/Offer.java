package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.engine.runtime.delivery.Edge;
import io.borescope.engine.runtime.telemetry.Count;
import io.borescope.engine.runtime.telemetry.LossReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch in one pipeline, where its sender can bring it again. What the exporters' queues refuse stays out of the books until it
 * is known whether anybody took the batch: then it is lost, else it never was here. Used by the thread that carries the batch.
 */
final class Offer {
    private static final ScopedValue<Offer> CURRENT = ScopedValue.newInstance();

    private record Refusal(Edge edge, Batch batch, LossReason reason) {}

    private final List<Refusal> refusals = new ArrayList<>();
    private Count arrived = Count.ZERO;
    private boolean taken;

    /** What this thread carries, or null if its batch cannot go back. */
    @Nullable
    static Offer current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /** Carries the batch through its pipeline. */
    void carry(Runnable way) {
        ScopedValue.where(CURRENT, this).run(way);
    }

    /** A batch has come to the end of the pipeline. */
    void arrived(Batch batch) {
        arrived = arrived.plus(new Count(batch.eventCount(), batch.size()));
    }

    /** An exporter's queue, or a processor that keeps data, has it: it cannot go back any more. */
    void taken() {
        taken = true;
    }

    void refused(Edge edge, Batch batch, LossReason reason) {
        refusals.add(new Refusal(edge, batch, reason));
    }

    boolean isTaken() {
        return taken;
    }

    boolean isRefused() {
        return !refusals.isEmpty();
    }

    /** What came to the end of the pipeline; all of it was refused, unless it was taken. */
    Count arrivals() {
        return arrived;
    }

    /** The batch does not go back: what was refused is lost. */
    void book() {
        refusals.forEach(refusal -> refusal.edge().refuse(refusal.batch(), refusal.reason()));
    }
}
