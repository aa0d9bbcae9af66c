package io.borescope.receiver.processsnapshots;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The C library's functions for files, as it declares them: what fails answers with a negated errno. Java's own files would take several
 * objects each, tens of thousands per second on a host with many threads, and do not tell why they fail. Not thread-safe.
 */
@SuppressWarnings("restricted") // the functions are called as the C library declares them
final class Libc {
    static final int AT_FDCWD = -100;
    static final int O_RDONLY = 0;
    static final int O_DIRECTORY = "aarch64".equals(System.getProperty("os.arch")) ? 0x4000 : 0x10000;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EACCES = 13;

    /** Bytes of struct statx. */
    static final int STATX_BYTES = 256;

    private static final int STATX_SIZE = 0x200;
    private static final long STX_SIZE_OFFSET = 40;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPENAT =
            handle("openat", FunctionDescriptor.of(INT, INT, POINTER, INT), Linker.Option.firstVariadicArg(3));
    private static final MethodHandle READ = handle("read", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
    private static final MethodHandle GETDENTS64 =
            handle("getdents64", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
    private static final MethodHandle STATX =
            handle("statx", FunctionDescriptor.of(INT, INT, POINTER, INT, INT, POINTER));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));

    private final MemorySegment capture;

    /**
     * @param capture room for errno: {@link #captureBytes()}, aligned to 8
     */
    Libc(MemorySegment capture) {
        this.capture = capture;
    }

    static long captureBytes() {
        return CAPTURE.byteSize();
    }

    private static MethodHandle handle(String name, FunctionDescriptor function, Linker.Option... more) {
        Linker.Option[] options = Arrays.copyOf(more, more.length + 1);
        options[more.length] = Linker.Option.captureCallState("errno");
        return Linker.nativeLinker()
                .downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow(name), function, options);
    }

    /** A file descriptor. */
    int openat(int folder, MemorySegment path, int flags) {
        try {
            return Math.toIntExact(orErrno((int) OPENAT.invokeExact(capture, folder, path, flags)));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes read; 0 at the end. */
    long read(int file, MemorySegment to) {
        try {
            return orErrno((long) READ.invokeExact(capture, file, to, to.byteSize()));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes of struct linux_dirent64; 0 at the end. */
    long getdents64(int folder, MemorySegment to) {
        try {
            return orErrno((long) GETDENTS64.invokeExact(capture, folder, to, to.byteSize()));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the kernel says is the size of a file. */
    long size(int folder, MemorySegment path, MemorySegment statx) {
        try {
            long result = orErrno((int) STATX.invokeExact(capture, folder, path, 0, STATX_SIZE, statx));
            return result < 0 ? result : statx.get(LONG, STX_SIZE_OFFSET);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void close(int file) {
        try {
            int _ = (int) CLOSE.invokeExact(capture, file);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private long orErrno(long result) {
        return result >= 0 ? result : -(int) ERRNO.get(capture, 0L);
    }
}
