package io.borescope.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The same fold in C (benchmarks/chain/fold.c), over the same bytes in the same process. */
final class ChainInC {
    private static final String LIBRARY = "borescope.benchmarks.fold";

    private final MethodHandle fold;
    private final MethodHandle report;
    private final MemorySegment window;
    private final MemorySegment data;
    private final long bytes;

    @SuppressWarnings("restricted") // it runs with native access
    ChainInC(Chain chain) {
        data = chain.data();
        bytes = chain.bytes();
        SymbolLookup library = SymbolLookup.libraryLookup(library(), Arena.global());
        Linker linker = Linker.nativeLinker();
        fold = linker.downcallHandle(
                library.findOrThrow("window_fold"),
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG));
        report = linker.downcallHandle(library.findOrThrow("window_report"), FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        MethodHandle create = linker.downcallHandle(
                library.findOrThrow("window_new"), FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_LONG));
        long from = RandomEvents.START_NANOS;
        window = (MemorySegment) call(() -> create.invoke(from, from + 1_000_000_000L));
    }

    private static Path library() {
        String library = System.getProperty(LIBRARY);
        if (library == null) {
            throw new IllegalStateException("-D" + LIBRARY + " must name the library that benchmarks/chain.sh builds");
        }
        return Path.of(library);
    }

    /** Reads the whole ring and folds it into the window. Returns the events. */
    long fold() {
        return (long) call(() -> fold.invoke(window, data, data.byteSize() / 2 - 1, bytes));
    }

    /** Copies the window's rows into columns and empties it. Returns the events that the rows answer for. */
    long closeWindow() {
        return (long) call(() -> report.invoke(window));
    }

    @FunctionalInterface
    private interface Downcall {
        Object invoke() throws Throwable;
    }

    private static Object call(Downcall downcall) {
        try {
            return downcall.invoke();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
