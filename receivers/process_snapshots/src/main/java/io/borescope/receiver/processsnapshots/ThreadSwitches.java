package io.borescope.receiver.processsnapshots;

import java.util.Arrays;

/**
 * Context switches of all threads of one process. The kernel tells them per live thread only, so what a thread had when it was last read is
 * kept when it has ended: the sums never go back. Memory grows with the live threads alone. Not thread-safe.
 */
final class ThreadSwitches {
    /** Reads one thread. */
    interface Source {
        /** The thread has ended. */
        int ENDED = 0;
        /** It could not be read. */
        int UNREADABLE = 1;
        /** Its switches are in the array. */
        int READ = 2;

        /**
         * Reads the switches of a thread, if it is there.
         *
         * @param switches gets the voluntary and the involuntary ones
         */
        int read(int tid, long[] switches);
    }

    private final int readsPerUpdate;
    private final long[] switches = new long[2];
    private int[] tids = {};
    private long[] voluntary = {};
    private long[] involuntary = {};
    private int size;
    private int[] nextTids = {};
    private long[] nextVoluntary = {};
    private long[] nextInvoluntary = {};
    private int nextSize;
    private int firstTurn;
    private long endedVoluntary;
    private long endedInvoluntary;

    /**
     * @param readsPerUpdate most listed threads that are read at a time; with more, they take turns and keep meanwhile what they had
     */
    ThreadSwitches(int readsPerUpdate) {
        this.readsPerUpdate = readsPerUpdate;
    }

    /**
     * Reads the threads that are there.
     *
     * @param listed ids of threads in any order; sorted by this. Threads that it leaves out and that can be read all the same are there
     * @return listed threads that were not read because others had their turn
     */
    int update(int[] listed, int count, Source source) {
        Arrays.sort(listed, 0, count);
        reserve(count + size);
        nextSize = 0;
        int known = 0;
        int waiting = 0;
        for (int i = 0; i < count; i++) {
            int tid = listed[i];
            if (i > 0 && tid == listed[i - 1]) {
                continue;
            }
            while (known < size && tids[known] < tid) {
                read(tids[known], known++, source);
            }
            int at = known < size && tids[known] == tid ? known++ : -1;
            if (hasTurn(i, count)) {
                read(tid, at, source);
            } else {
                keep(tid, at);
                waiting++;
            }
        }
        while (known < size) {
            read(tids[known], known++, source);
        }
        firstTurn = count <= readsPerUpdate ? 0 : (firstTurn + readsPerUpdate) % count;
        swap();
        return waiting;
    }

    /** Whether no other thread than this one is known. */
    boolean knowsAtMost(int tid) {
        return size == 0 || (size == 1 && tids[0] == tid);
    }

    private boolean hasTurn(int index, int count) {
        return count <= readsPerUpdate || Math.floorMod(index - firstTurn, count) < readsPerUpdate;
    }

    /**
     * @param known its place, or -1 for a new one
     */
    private void read(int tid, int known, Source source) {
        int result = source.read(tid, switches);
        if (result == Source.READ) {
            boolean another = known >= 0
                    && (switches[0] < voluntary[known]
                            || switches[1] < involuntary[known]); // with the id of one that has ended
            if (another) {
                end(known);
            }
            add(tid, switches[0], switches[1]);
        } else if (result == Source.UNREADABLE) {
            keep(tid, known);
        } else if (known >= 0) {
            end(known);
        }
    }

    private void keep(int tid, int known) {
        if (known >= 0) {
            add(tid, voluntary[known], involuntary[known]);
        }
    }

    private void end(int known) {
        endedVoluntary += voluntary[known];
        endedInvoluntary += involuntary[known];
    }

    private void add(int tid, long voluntarySwitches, long involuntarySwitches) {
        nextTids[nextSize] = tid;
        nextVoluntary[nextSize] = voluntarySwitches;
        nextInvoluntary[nextSize++] = involuntarySwitches;
    }

    private void reserve(int threads) {
        if (nextTids.length < threads) {
            int capacity = Math.max(threads, 8);
            nextTids = new int[capacity];
            nextVoluntary = new long[capacity];
            nextInvoluntary = new long[capacity];
        }
    }

    private void swap() {
        int[] oldTids = tids;
        long[] oldVoluntary = voluntary;
        long[] oldInvoluntary = involuntary;
        tids = nextTids;
        voluntary = nextVoluntary;
        involuntary = nextInvoluntary;
        size = nextSize;
        nextTids = oldTids;
        nextVoluntary = oldVoluntary;
        nextInvoluntary = oldInvoluntary;
    }

    /** Voluntary switches of all threads. */
    long voluntary() {
        return endedVoluntary + sum(voluntary);
    }

    /** Involuntary switches of all threads. */
    long involuntary() {
        return endedInvoluntary + sum(involuntary);
    }

    private long sum(long[] values) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        return sum;
    }
}
