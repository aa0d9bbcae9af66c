package io.borescope.processor.aggregate;

import io.borescope.api.process.ProcessIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows by metric, identity and dimensions, to be reported. Numbers that turn out to be of one process meet in one row: an exec gives a
 * process another number, and untracked processes have none.
 */
final class IdentifiedRows {
    /** The client of the row for processes beyond the limit. */
    static final String OTHERS = "__other__";

    static final ProcessIdentity OTHER_PROCESSES = new ProcessIdentity(0, 0, OTHERS);

    private final RowTable table;
    private final int maxRows;
    private final AdmittedValues admitted;
    private final List<ProcessIdentity> identities = new ArrayList<>();
    private final Map<ProcessIdentity, Integer> numbers = new HashMap<>();
    private long folded;
    private long foldedValues;

    /**
     * @param maxRows most rows, without those for everybody beyond them
     */
    IdentifiedRows(RowTable table, int maxRows, ValueLimits limits) {
        this.table = table;
        this.maxRows = maxRows;
        this.admitted = new AdmittedValues(limits);
    }

    RowTable table() {
        return table;
    }

    /** Adds the figures of a row. */
    void add(long key, ProcessIdentity who, long key2, List<Dimension> dimensions, RowTable from, int position) {
        long admittedKey2 = admitted.admit(dimensions, key2);
        if (admittedKey2 != key2) {
            foldedValues += from.count(position);
        }
        table.merge(findOrInsert(key, who, admittedKey2, from.count(position)), from, position);
    }

    private int findOrInsert(long key, ProcessIdentity who, long key2, long count) {
        int metric = RowKey.metric(key);
        int sampling = RowKey.sampling(key);
        boolean isFull = table.size() >= maxRows;
        if (!isFull || numbers.containsKey(nameOf(who))) {
            long wanted = RowKey.of(metric, sampling, number(who), 0);
            int row = table.find(wanted, key2);
            if (row != RowTable.NONE || !isFull) {
                return row == RowTable.NONE ? table.insert(wanted, key2) : row;
            }
        }
        folded += count;
        return table.findOrInsert(RowKey.of(metric, sampling, number(OTHER_PROCESSES), 0), key2);
    }

    /** Attributes may become known, or change, while a window is open; that makes nobody another process. */
    private static ProcessIdentity nameOf(ProcessIdentity who) {
        return who.attributes().isEmpty() ? who : new ProcessIdentity(who.pid(), who.startEpochNanos(), who.client());
    }

    /** Numbers identities from 1 on. */
    private int number(ProcessIdentity who) {
        int number = numbers.computeIfAbsent(nameOf(who), _ -> {
            identities.add(who);
            return identities.size();
        });
        if (!who.attributes().isEmpty()) {
            identities.set(number - 1, who);
        }
        return number;
    }

    /** Whom a row is about. */
    ProcessIdentity identity(int position) {
        return identities.get(RowKey.process(table.key(position)) - 1);
    }

    /** Positions of the rows of each metric. */
    int[][] byMetric(int metrics) {
        int[] counts = new int[metrics];
        for (int i = 0; i < table.size(); i++) {
            counts[RowKey.metric(table.key(table.position(i)))]++;
        }
        int[][] rows = new int[metrics][];
        for (int metric = 0; metric < metrics; metric++) {
            rows[metric] = new int[counts[metric]];
            counts[metric] = 0;
        }
        for (int i = 0; i < table.size(); i++) {
            int position = table.position(i);
            int metric = RowKey.metric(table.key(position));
            rows[metric][counts[metric]++] = position;
        }
        return rows;
    }

    /** Observations since the last call that went to the row for everybody else. */
    long takeFolded() {
        long taken = folded;
        folded = 0;
        return taken;
    }

    /** Observations since the last call that went to a row for all other values of a dimension. */
    long takeFoldedValues() {
        long taken = foldedValues;
        foldedValues = 0;
        return taken;
    }

    void clear() {
        table.clear();
        admitted.clear();
        identities.clear();
        numbers.clear();
    }
}
