package io.borescope.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Compares the chain with the same in C, and prints a table in Markdown. Both take turns, a window of a million events each, in one
 * process and over the same bytes, so that a busy machine slows both; CPU time is measured, and the median of the ratios of all rounds counts.
 */
final class ChainComparison {
    private static final int WARM_UP_ROUNDS = 20;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ChainComparison() {}

    /**
     * Prints the table.
     *
     * @param args how many rounds
     */
    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        System.out.println("| processes | Borescope, ns per event | C | ratio |\n|----|----|----|----|");
        for (int processes : new int[] {1, 16, 256, 4096}) {
            System.out.println(row(processes, rounds));
        }
    }

    private static String row(int processes, int rounds) {
        Chain chain = new Chain(processes);
        ChainInC chainInC = new ChainInC(chain);
        double[] javaNanos = new double[rounds];
        double[] cNanos = new double[rounds];
        for (int i = -WARM_UP_ROUNDS; i < rounds; i++) {
            javaNanos[Math.max(i, 0)] = nanosPerEvent(chain::fold, chain::closeWindow);
            cNanos[Math.max(i, 0)] = nanosPerEvent(chainInC::fold, chainInC::closeWindow);
        }
        double[] ratios = IntStream.range(0, rounds)
                .mapToDouble(i -> javaNanos[i] / cNanos[i])
                .toArray();
        return "| %,d | %.1f | %.1f | %.2f |".formatted(processes, median(javaNanos), median(cNanos), median(ratios));
    }

    private static double nanosPerEvent(LongSupplier fold, LongSupplier closeWindow) {
        long start = THREADS.getCurrentThreadCpuTime();
        long events = 0;
        for (int pass = 0; pass < ChainBenchmark.PASSES; pass++) {
            events += fold.getAsLong();
        }
        long answered = closeWindow.getAsLong();
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        if (events != ChainBenchmark.WINDOW || answered != events) {
            throw new IllegalStateException("%d events were read and %d answered for".formatted(events, answered));
        }
        return (double) nanos / ChainBenchmark.WINDOW;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
