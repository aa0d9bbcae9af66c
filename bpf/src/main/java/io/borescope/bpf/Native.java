package io.borescope.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.Consumer;

/**
 * Calls C functions that take and return integers and pointers. Any thread.
 *
 * <p>There is one handle for all of them: each distinct shape costs milliseconds at start, and a callee ignores surplus
 * integer arguments in the calling conventions of x86-64 and arm64. Not for floating point, and not for structs by value.
 */
@SuppressWarnings("restricted")
final class Native {
    static final Linker LINKER = Linker.nativeLinker();

    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle CALL6 = LINKER.downcallHandle(
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    /** Automatic arenas: the memory goes with the thread. */
    private static final ThreadLocal<MemorySegment> CAPTURED =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

    private Native() {}

    /** Calls {@code function}; what it returns is meaningful as far as its C type is wide: narrow an {@code int}. */
    static long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL6.invokeExact(function, CAPTURED.get(), a, b, c, d, e, f);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException("a C function cannot throw", thrown);
        }
    }

    /** The errno as this thread's last {@link #call} left it; only meaningful if that call failed. */
    static int errno() {
        return CAPTURED.get().get(JAVA_INT, ERRNO_OFFSET);
    }

    /** The C string at this address; empty for NULL. */
    static String string(long address) {
        if (address == 0) {
            return "";
        }
        return MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** Memory at this address that somebody else owns, without a check that it still lives. */
    static MemorySegment memory(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /** Memory at this address that is given up when the arena is closed; access after that is an exception, not a crash. */
    static MemorySegment memory(long address, long bytes, Arena arena, Consumer<MemorySegment> giveUp) {
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, giveUp);
    }
}
