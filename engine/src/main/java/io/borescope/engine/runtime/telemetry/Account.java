package io.borescope.engine.runtime.telemetry;

import io.borescope.api.Batch;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.telemetry.Ledger;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account of one component, or of one edge to an exporter, in the ledger: {@code in + recovered = out + sum of lost(reason) +
 * held}. It outlives the instances of its component. Thread-safe.
 *
 * <p>The engine counts what flows into processors and into edges. What any other component took in is defined as the right side of the
 * equation.
 */
public final class Account implements Ledger {
    private static final Logger log = LoggerFactory.getLogger(Account.class);

    private final ComponentKey key;
    private final Tally in = new Tally();
    private final Tally recovered = new Tally();
    private final Tally out = new Tally();
    private final Map<String, Tally> lost = new ConcurrentHashMap<>();
    private volatile @Nullable Supplier<Count> held;

    public Account(ComponentKey key) {
        this.key = key;
    }

    /** Whose account this is. */
    public ComponentKey key() {
        return key;
    }

    /** Counts a batch that came in. */
    public void in(Batch batch) {
        in.add(batch);
    }

    /** Takes back that a batch came in: whoever brought it has it again. */
    public void returned(Batch batch) {
        in.takeBack(batch.eventCount(), batch.size());
    }

    /** Counts what an earlier run left behind and this one found. */
    public void recovered(long events, long records) {
        recovered.add(events, records);
    }

    /** Counts a batch that was handed on. */
    public void out(Batch batch) {
        out.add(batch);
    }

    /** Counts what was handed on of a batch. */
    public void out(long events, long records) {
        out.add(events, records);
    }

    /** Counts a batch that the engine lost. */
    public void lost(LossReason reason, Batch batch) {
        lost(reason, batch.eventCount(), batch.size());
    }

    /** Counts what the engine lost; the first loss for a reason is logged. */
    public void lost(LossReason reason, long events, long records) {
        if (events == 0 && records == 0) {
            return;
        }
        Tally tally = lost.get(reason.label());
        if (tally == null) {
            tally = tally(reason.label());
            log.warn("{}: data is being lost: {}. {}", key, reason.label(), reason.description());
        }
        tally.add(events, records);
    }

    @Override
    public Counter lost(String reason, String description) {
        Tally tally = tally(reason);
        return amount -> {
            if (amount < 0) {
                throw new IllegalArgumentException("a loss cannot shrink: " + amount);
            }
            tally.add(amount, 0);
        };
    }

    @Override
    public void held(LongSupplier events) {
        held = () -> new Count(events.getAsLong(), 0);
    }

    /** Says who knows what is held, in both units. */
    public void held(Supplier<Count> supplier) {
        held = supplier;
    }

    /** Whether its component keeps data longer than a call, and says so. */
    public boolean holds() {
        return held != null;
    }

    /** Books the end of an instance that closed as it should: what it still holds is lost. */
    public void settleClosed() {
        lost(LossReason.SHUTDOWN, heldNow().events(), 0);
        held = null;
    }

    /**
     * Books the end of an instance that did not close as it should. It holds nothing any more, so whatever is missing from the equation is
     * what it had in its hands.
     */
    public void settle(LossReason reason) {
        long remainder = heldNow().events();
        held = null;
        if (hasInput()) {
            remainder = Math.max(0, line().missingEvents());
        }
        lost(reason, remainder, 0);
    }

    /** The account now. Exact when nothing moves; otherwise its figures are a moment apart. */
    public LedgerLine line() {
        SortedMap<String, Count> losses = new TreeMap<>();
        lost.forEach((reason, tally) -> losses.put(reason, tally.count()));
        Count holding = heldNow();
        Count handedOn = out.count();
        Count taken = in.count();
        if (!hasInput()) {
            taken = losses.values().stream().reduce(handedOn.plus(holding), Count::plus);
        }
        return new LedgerLine(key, taken, recovered.count(), handedOn, holding, losses);
    }

    /** Processors and edges to exporters; what an exporter reports by itself has an account without input. */
    private boolean hasInput() {
        return !key.pipeline().isEmpty();
    }

    private Tally tally(String reason) {
        return lost.computeIfAbsent(reason, _ -> new Tally());
    }

    private Count heldNow() {
        Supplier<Count> supplier = held;
        if (supplier == null) {
            return Count.ZERO;
        }
        try {
            return supplier.get();
        } catch (RuntimeException failure) {
            log.debug("{}: cannot say what it holds", key, failure);
            return Count.ZERO;
        }
    }
}
