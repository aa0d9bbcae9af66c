package io.borescope.receiver.processsnapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ThreadSwitchesTest {
    private final Map<Integer, long[]> threads = new HashMap<>();
    private final Set<Integer> unreadable = new HashSet<>();
    private final List<Integer> read = new ArrayList<>();
    private ThreadSwitches switches = new ThreadSwitches(1_000);

    private int readThread(int tid, long[] into) {
        read.add(tid);
        long[] values = threads.get(tid);
        if (values == null) {
            return ThreadSwitches.Source.ENDED;
        }
        if (unreadable.contains(tid)) {
            return ThreadSwitches.Source.UNREADABLE;
        }
        System.arraycopy(values, 0, into, 0, 2);
        return ThreadSwitches.Source.READ;
    }

    private void thread(int tid, long voluntary, long involuntary) {
        threads.put(tid, new long[] {voluntary, involuntary});
    }

    private int update(int... listed) {
        read.clear();
        return switches.update(listed, listed.length, this::readThread);
    }

    private void assertSums(long voluntary, long involuntary) {
        assertThat(switches.voluntary()).isEqualTo(voluntary);
        assertThat(switches.involuntary()).isEqualTo(involuntary);
    }

    @Test
    void addsUpAllThreads() {
        thread(7, 10, 1);
        thread(9, 20, 2);
        update(9, 7);
        assertSums(30, 3);
        thread(9, 25, 2);
        update(7, 9);
        assertSums(35, 3);
    }

    @Test
    void keepsWhatEndedThreadsHad() {
        thread(7, 10, 1);
        thread(9, 20, 2);
        update(7, 9);
        threads.remove(9);
        update(7);
        assertSums(30, 3);
        update(7);
        assertSums(30, 3);
    }

    @Test
    void aThreadThatEndsBetweenListingAndReadingIsNoError() {
        thread(7, 10, 1);
        thread(9, 20, 2);
        update(7, 9);
        threads.remove(9);
        update(7, 8, 9);
        assertSums(30, 3);
    }

    @Test
    void aThreadThatTheKernelLeftOutOfItsListIsNotCountedTwice() {
        thread(7, 10, 1);
        thread(9, 20, 2);
        update(7, 9);
        thread(9, 22, 2);
        update(7);
        assertSums(32, 3);
        update(7, 9);
        assertSums(32, 3);
    }

    @Test
    void anotherThreadWithTheIdOfOneThatHasEndedIsAddedToIt() {
        thread(9, 20, 2);
        update(9);
        thread(9, 3, 2);
        update(9);
        assertSums(23, 4);
    }

    @Test
    void aThreadThatCannotBeReadKeepsWhatItHad() {
        thread(9, 20, 2);
        update(9);
        unreadable.add(9);
        update(9);
        assertSums(20, 2);
    }

    @Test
    void threadsOfACrowdTakeTurns() {
        switches = new ThreadSwitches(2);
        int[] crowd = {1, 2, 3, 4, 5};
        for (int tid : crowd) {
            thread(tid, 10, 0);
        }
        assertThat(update(crowd)).isEqualTo(3);
        assertThat(read).containsExactly(1, 2);
        assertSums(20, 0);
        update(crowd);
        assertThat(read).containsExactly(3, 4);
        update(crowd);
        assertThat(read).containsExactly(1, 5);
        assertSums(50, 0);
    }

    /** Random lives of threads: the sums are those of a model that sees everything, less what no reading can see, and never go back. */
    @Test
    void neverGoesBackAndMissesOnlyWhatNobodyCouldRead() {
        Random random = new Random(20_261_121);
        Map<Integer, Long> lastRead = new HashMap<>();
        long ended = 0;
        long before = 0;
        for (int round = 0; round < 2_000; round++) {
            for (int change = random.nextInt(6); change > 0; change--) {
                int tid = 1 + random.nextInt(30);
                if (random.nextInt(3) == 0) {
                    threads.remove(tid);
                } else if (threads.containsKey(tid)) {
                    threads.get(tid)[0] += random.nextInt(5);
                } else if (!lastRead.containsKey(tid)) {
                    thread(tid, random.nextInt(3), 0);
                }
            }
            List<Integer> listed = new ArrayList<>(threads.keySet());
            listed.removeIf(_ -> random.nextInt(5) == 0);
            listed.addAll(listed.subList(0, listed.size() / 4)); // twice in the list
            listed.removeIf(tid -> !threads.containsKey(tid));
            Set<Integer> seen = new HashSet<>(listed);
            seen.addAll(lastRead.keySet());

            update(listed.stream().mapToInt(Integer::intValue).toArray());

            for (int tid : seen) {
                Long last = lastRead.remove(tid);
                if (threads.containsKey(tid)) {
                    lastRead.put(tid, threads.get(tid)[0]);
                } else if (last != null) {
                    ended += last;
                }
            }
            long expected = ended
                    + lastRead.values().stream().mapToLong(Long::longValue).sum();
            assertThat(switches.voluntary())
                    .as("round %d", round)
                    .isEqualTo(expected)
                    .isGreaterThanOrEqualTo(before);
            before = expected;
        }
    }
}
