package io.borescope.engine.runtime.telemetry;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One account of the ledger: {@code in + recovered = out + sum of lost + held}.
 *
 * @param key whose account it is
 * @param in taken in; for a receiver, seen
 * @param recovered what an earlier run left on disk, for an edge to an exporter
 * @param out handed on; for an edge to an exporter, sent
 * @param held taken in and neither handed on nor lost yet
 * @param lost by reason, sorted
 */
public record LedgerLine(
        ComponentKey key, Count in, Count recovered, Count out, Count held, SortedMap<String, Count> lost) {
    public LedgerLine {
        lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
    }

    /** Input events that the equation misses; 0 when it holds. */
    public long missingEvents() {
        return in.events()
                + recovered.events()
                - out.events()
                - held.events()
                - lostInAll().events();
    }

    /** Records that the equation misses. Meaningful for edges to exporters only, because processors may change the signal. */
    public long missingRecords() {
        return in.records()
                + recovered.records()
                - out.records()
                - held.records()
                - lostInAll().records();
    }

    /** Input events lost for one reason. */
    public long lostEvents(String reason) {
        return lost.getOrDefault(reason, Count.ZERO).events();
    }

    /** What was lost for any reason. */
    public Count lostInAll() {
        return lost.values().stream().reduce(Count.ZERO, Count::plus);
    }
}
