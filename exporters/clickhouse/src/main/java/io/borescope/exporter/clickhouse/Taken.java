package io.borescope.exporter.clickhouse;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * The inserts that a server took of deliveries that are still to be repeated, because something else of them failed. Data points go to several tables, and
 * come again as a whole: what is here is not sent twice. Only the latest are remembered; older ones a server recognises by their tokens. Thread-safe.
 */
final class Taken {
    private static final int MOST = 1_000;

    /** An insert into a table. */
    record Insert(String table, String token) {}

    private final SequencedSet<Insert> inserts = new LinkedHashSet<>();

    synchronized boolean contains(Insert insert) {
        return inserts.contains(insert);
    }

    synchronized void remember(Collection<Insert> taken) {
        inserts.addAll(taken);
        while (inserts.size() > MOST) {
            inserts.removeFirst();
        }
    }

    synchronized void forget(Collection<Insert> taken) {
        taken.forEach(inserts::remove);
    }
}
