package io.borescope.processor.aggregate;

import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessTags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows by metric, process and dimensions, and who they are about. Bounded: what has no room is counted for everybody else. */
final class KeyedRows {
    private final RowTable table;
    private final int maxRows;
    private final AdmittedValues admitted;
    private final List<@Nullable ProcessIdentity> identities = new ArrayList<>();
    private int[] pids = new int[16];
    private long folded;
    private long foldedValues;

    /**
     * @param maxRows most rows, without those for everybody beyond them
     * @param limits most values of dimensions
     */
    KeyedRows(RowTable table, int maxRows, ValueLimits limits) {
        this.table = table;
        this.maxRows = maxRows;
        this.admitted = new AdmittedValues(limits);
    }

    RowTable table() {
        return table;
    }

    /**
     * Makes a row for a key that has none, or finds the one that it shares with others.
     *
     * @param key says metric, sampling and process, see {@link RowKey}
     * @param key2 values of the dimensions; those for whom there is no room are told apart by them too
     * @param dimensions which of them
     * @param tags know who the process is
     * @param events that go there
     * @return its position
     */
    int makeRow(long key, long key2, List<Dimension> dimensions, int process, int pid, ProcessTags tags, long events) {
        long admittedKey2 = admitted.admit(dimensions, key2);
        if (admittedKey2 != key2) {
            foldedValues += events;
        }
        int position = table.find(key, admittedKey2);
        if (position != RowTable.NONE) {
            return position;
        }
        if (table.size() < maxRows) {
            return insert(key, admittedKey2, process, pid, tags);
        }
        folded += events;
        long others = RowKey.ofOthers(RowKey.metric(key), RowKey.sampling(key));
        position = table.find(others, admittedKey2);
        return position == RowTable.NONE ? insert(others, admittedKey2, process, pid, tags) : position;
    }

    private int insert(long key, long key2, int process, int pid, ProcessTags tags) {
        int position = table.insert(key, key2);
        int number = table.number(position);
        if (number == pids.length) {
            pids = Arrays.copyOf(pids, number * 2);
        }
        pids[number] = pid;
        identities.add(process == 0 ? null : tags.find(process).orElse(null));
        return position;
    }

    /** The pid that the first event of a row carried. */
    int pid(int number) {
        return pids[number];
    }

    /** Who a row is about, if it was known when the row was made. */
    @Nullable
    ProcessIdentity identity(int number) {
        return identities.get(number);
    }

    /** Times that something went to a row for everybody else. */
    long folded() {
        return folded;
    }

    /** Times that something went to a row for all other values of a dimension. */
    long foldedValues() {
        return foldedValues;
    }

    void clear() {
        table.clear();
        admitted.clear();
        identities.clear();
        folded = 0;
        foldedValues = 0;
    }
}
