package io.borescope.exporter.clickhouse;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * The inserts that a server took of deliveries that are still to be repeated, because something else of them failed. Data points go to several tables, and
 * large batches make several inserts; they come again as a whole: what is here is not sent twice. Only the latest are remembered; older ones a server recognises by their tokens. Thread-safe.
 */
final class Taken {
    private static final int MOST = 1_000;

    /** An insert into a table. */
    record Insert(String table, String token) {}

    private final SequencedSet<Insert> inserts = new LinkedHashSet<>();

    synchronized boolean contains(Insert insert) {
        return inserts.contains(insert);
    }

    synchronized void remember(Insert taken) {
        inserts.add(taken);
        if (inserts.size() > MOST) {
            inserts.removeFirst();
        }
    }

    synchronized void forget(Insert taken) {
        inserts.remove(taken);
    }
}
