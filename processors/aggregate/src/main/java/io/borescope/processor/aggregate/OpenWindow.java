package io.borescope.processor.aggregate;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessTags;
import io.borescope.api.time.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has been folded of one window. Used again for another window when this one is reported. */
final class OpenWindow {
    private final int maxRows;
    private final RowTable rows = new RowTable();
    private final List<@Nullable ProcessIdentity> identities = new ArrayList<>();
    private int[] pids = new int[16];
    private final long[] answered;
    private final SortedMap<Loss, Long> lost = new TreeMap<>();
    private @Nullable Window window;
    private long folded;

    /**
     * @param metrics how many metrics the rules have
     * @param maxRows most rows, without those for everybody beyond them
     */
    OpenWindow(int metrics, int maxRows) {
        this.answered = new long[metrics];
        this.maxRows = maxRows;
    }

    /** Forgets the previous window. */
    OpenWindow begin(Window newWindow) {
        window = newWindow;
        rows.clear();
        identities.clear();
        Arrays.fill(answered, 0);
        lost.clear();
        folded = 0;
        return this;
    }

    /** Takes over the borders that the same window has by now. */
    OpenWindow continueAs(Window sameWindow) {
        window = sameWindow;
        return this;
    }

    Window window() {
        if (window == null) {
            throw new IllegalStateException("no window has begun");
        }
        return window;
    }

    RowTable rows() {
        return rows;
    }

    /**
     * Position of the row for a metric and a process, or of the metric's row for everybody else.
     *
     * @param dimensions the second key; those whom there is no room for are told apart by it too, as it has few values
     */
    int row(int metric, int sampling, int process, int pid, long dimensions, ProcessTags tags) {
        int before = rows.size();
        int position = rows.findOrInsert(RowKey.of(metric, sampling, process, pid), dimensions, maxRows);
        if (position == RowTable.FULL) {
            folded++;
            position = rows.findOrInsert(RowKey.ofOthers(metric, sampling), dimensions, Integer.MAX_VALUE);
        }
        if (rows.size() > before) {
            name(before, process, pid, tags);
        }
        return position;
    }

    private void name(int index, int process, int pid, ProcessTags tags) {
        if (index == pids.length) {
            pids = Arrays.copyOf(pids, index * 2);
        }
        pids[index] = pid;
        identities.add(process == 0 ? null : tags.find(process).orElse(null));
    }

    /** The pid that the first event of a row carried. */
    int pid(int index) {
        return pids[index];
    }

    /** Who a row is about, if it was known when the row was made. */
    @Nullable
    ProcessIdentity identity(int index) {
        return identities.get(index);
    }

    void answer(int metric) {
        answered[metric]++;
    }

    /** Events that a metric answers for. */
    long answered(int metric) {
        return answered[metric];
    }

    /** Events that all metrics answer for. */
    long answered() {
        return Arrays.stream(answered).sum();
    }

    /** What was lost of some type of events of which so much would have been told. */
    record Loss(int type, int sampling) implements Comparable<Loss> {
        @Override
        public int compareTo(Loss other) {
            return type == other.type ? Integer.compare(sampling, other.sampling) : Integer.compare(type, other.type);
        }
    }

    /**
     * @param samplings the numbers for the batch's source, by type
     */
    void addLost(EventBatch events, int[] samplings) {
        if (events.lost() > 0) {
            for (int type = 0; type < EventType.ID_LIMIT; type++) {
                if (events.lost(type) > 0) {
                    lost.merge(new Loss(type, samplings[type]), events.lost(type), Long::sum);
                }
            }
        }
    }

    /** Events that the source lost, in the order of their types. */
    SortedMap<Loss, Long> lost() {
        return lost;
    }

    /** Events of a type that the source lost. */
    long lost(EventType type) {
        return lost.entrySet().stream()
                .filter(loss -> loss.getKey().type() == type.id())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Events that went to a row for everybody else. */
    long folded() {
        return folded;
    }
}
