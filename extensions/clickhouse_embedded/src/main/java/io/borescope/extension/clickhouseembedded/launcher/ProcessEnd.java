package io.borescope.extension.clickhouseembedded.launcher;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Ends this process and nothing else. The JVM's own ways run what C++ has to be run at the end, and while the engine's threads still work
 * that is a crash.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/functions/_exit.html">_exit</a>
 */
final class ProcessEnd {
    private ProcessEnd() {}

    @SuppressWarnings("restricted") // one argument, an int
    static void now(int status) {
        System.out.flush();
        System.err.flush();
        Linker linker = Linker.nativeLinker();
        MemorySegment exit = linker.defaultLookup().findOrThrow("_exit");
        try {
            linker.downcallHandle(exit, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                    .invokeExact(status);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("_exit failed", e);
        }
    }
}
