package io.borescope.engine.runtime;

import io.borescope.api.component.ComponentId;
import io.borescope.engine.runtime.delivery.Delivery;
import io.borescope.engine.runtime.delivery.Edge;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one exporter of a pipeline answers for: all that was in the pipeline while the exporter belonged to it. It outlives the exporter's
 * membership. Thread-safe.
 */
final class FlowAccount {
    /**
     * What has become of what came into a pipeline, up to its end.
     *
     * @param settled events that went through or were lost on the way
     * @param held events on the way
     * @param lost of the settled ones, by reason
     */
    record Reading(long settled, long held, SortedMap<String, Long> lost) {
        private static final Reading NOTHING = new Reading(0, 0, new TreeMap<>());

        private Reading plus(Reading other, int sign) {
            SortedMap<String, Long> sums = new TreeMap<>(lost);
            other.lost.forEach((reason, events) -> sums.merge(reason, sign * events, Long::sum));
            return new Reading(settled + sign * other.settled, held, sums);
        }
    }

    private final Account account;
    private final Tap tap = new Tap();
    private @Nullable Delivery delivery;
    private @Nullable Edge edge;
    private Reading missed = Reading.NOTHING;
    private @Nullable Reading left = Reading.NOTHING;

    FlowAccount(ComponentId exporter, String pipeline) {
        this.account = new Account(new ComponentKey(ComponentKind.EXPORTER, exporter, pipeline));
    }

    Account account() {
        return account;
    }

    /** Where one may look at what is offered to the exporter. */
    Tap tap() {
        return tap;
    }

    /** The way into a queue; the same each time for the same one. */
    synchronized Edge edge(Delivery into) {
        Edge known = edge;
        if (known == null || into != delivery) {
            known = into.edge(account);
            edge = known;
            delivery = into;
        }
        return known;
    }

    /** The exporter belongs to the pipeline from now on; what is on its way there will come to it. Does nothing if it does already. */
    synchronized void join(Reading now) {
        if (left != null) {
            missed = missed.plus(now, 1).plus(left, -1);
            left = null;
        }
    }

    /** The exporter does not belong to the pipeline from now on. Does nothing if it does not already. */
    synchronized void leave(Reading now) {
        if (left == null) {
            left = now;
        }
    }

    /** Whether the exporter belongs to the pipeline. */
    synchronized boolean belongs() {
        return left == null;
    }

    synchronized Flow flow(Reading now) {
        boolean belongs = left == null;
        Reading mine = Objects.requireNonNullElse(left, now).plus(missed, -1);
        long held = belongs ? now.held() : 0;
        LedgerLine line = account.line();
        SortedMap<String, Long> lost = new TreeMap<>(mine.lost());
        line.lost().forEach((reason, count) -> lost.merge(reason, count.events(), Long::sum));
        lost.values().removeIf(events -> events == 0);
        return new Flow(
                account.key().pipeline(),
                account.key().id(),
                mine.settled() + held,
                line.recovered().events(),
                line.out().events(),
                held + line.held().events(),
                lost);
    }
}
