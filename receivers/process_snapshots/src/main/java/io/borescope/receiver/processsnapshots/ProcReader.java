package io.borescope.receiver.processsnapshots;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads files of one process after the other. A process's folder is opened once and everything is read through it, so all of it is about one
 * process: when that has ended, nothing in its folder opens any more, whoever has its pid by then.
 *
 * <p>What fails answers with a negated errno. Nothing is allocated per file. Not thread-safe.
 */
final class ProcReader implements AutoCloseable {
    /** What a process's folder holds. */
    enum Entry {
        STAT("stat"),
        STATUS("status"),
        IO("io"),
        LIMITS("limits"),
        FD("fd"),
        TASK("task");

        private final String file;

        Entry(String file) {
            this.file = file;
        }

        @Override
        public String toString() {
            return file;
        }
    }

    /** Most bytes of a file. A status with a few thousand supplementary groups is the longest. */
    static final int TEXT_LIMIT = 64 << 10;

    /** Most threads of a process that are listed. */
    static final int THREAD_LIMIT = 65_536;

    private static final int NONE = -1;
    private static final int NAME_BYTES = 32;
    private static final int DIRENT_RECORD_LENGTH = 16;
    private static final int DIRENT_NAME = 19;
    private static final int DIRENT_BYTES = 32 << 10;

    private final Arena arena = Arena.ofShared();
    private final Libc libc;
    private final Map<Entry, MemorySegment> paths = new EnumMap<>(Entry.class);
    private final MemorySegment uptime = arena.allocateFrom("uptime");
    private final MemorySegment number = arena.allocate(NAME_BYTES);
    private final MemorySegment buffer = arena.allocate(TEXT_LIMIT);
    private final MemorySegment dirents = arena.allocate(DIRENT_BYTES, Long.BYTES);
    private final MemorySegment statx = arena.allocate(Libc.STATX_BYTES, Long.BYTES);
    private final byte[] text = new byte[TEXT_LIMIT];
    private final int root;
    private final boolean sizeCountsFiles;
    private int[] tids = new int[64];
    private int process = NONE;
    private int task = NONE;
    private boolean closed;

    /**
     * @param root where procfs is mounted
     */
    ProcReader(Path root) {
        this(root, true);
    }

    /**
     * @param mayAskSize whether to take the kernel's word for the number of open files, where it gives it
     */
    ProcReader(Path root, boolean mayAskSize) {
        libc = new Libc(arena.allocate(Libc.captureBytes(), Long.BYTES));
        for (Entry entry : Entry.values()) {
            paths.put(entry, arena.allocateFrom(entry.file));
        }
        this.root = libc.openat(
                Libc.AT_FDCWD, arena.allocateFrom(root.toString()), Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC);
        // Since Linux 6.2 the size of a folder fd is how many files are open. Before, it is 0, and this process has
        // some open.
        this.sizeCountsFiles = mayAskSize && libc.size(this.root, arena.allocateFrom("self/fd"), statx) > 0;
    }

    /** 0, or why there is no procfs. */
    int problem() {
        return Math.min(root, 0);
    }

    /** Whether the kernel says how many files a process has open. Else they are counted one by one. */
    boolean sizeCountsFiles() {
        return sizeCountsFiles;
    }

    /** Opens the folder of a process. Returns 0, or why not. */
    int enter(int pid) {
        leave();
        process = libc.openat(root, numbered(pid, ""), Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC);
        return Math.min(process, 0);
    }

    /** Closes what {@link #enter} opened. */
    void leave() {
        task = closed(task);
        process = closed(process);
    }

    private int closed(int file) {
        if (file >= 0) {
            libc.close(file);
        }
        return NONE;
    }

    /** Reads a file of the process. Returns how many bytes of {@link #text} are its beginning, or why there are none. */
    int read(Entry entry) {
        return read(process, path(entry));
    }

    private MemorySegment path(Entry entry) {
        return Objects.requireNonNull(paths.get(entry));
    }

    /** Reads how long the host has been up. */
    int readUptime() {
        return read(root, uptime);
    }

    /** Reads the status of a thread. {@link #listThreads} must have succeeded. */
    int readThread(int tid) {
        return read(task, numbered(tid, "/status"));
    }

    private int read(int folder, MemorySegment name) {
        int file = libc.openat(folder, name, Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (file < 0) {
            return file;
        }
        int length = 0;
        long read;
        do {
            read = libc.read(file, buffer.asSlice(length));
            length += (int) Math.max(0, read);
        } while (read > 0 && length < TEXT_LIMIT);
        libc.close(file);
        if (read < 0) {
            return (int) read;
        }
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, text, 0, length);
        return length;
    }

    /** What was read last. */
    byte[] text() {
        return text;
    }

    /**
     * Lists the threads of the process. The kernel's list may leave threads out while others end.
     *
     * @return how many of {@link #tids} they are, or why there are none
     */
    int listThreads() {
        task = closed(task);
        task = libc.openat(process, path(Entry.TASK), Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC);
        return task < 0 ? task : list(task, THREAD_LIMIT, true);
    }

    /** The ids of the threads that were listed last. Callers may sort them. */
    int[] tids() {
        return tids;
    }

    /**
     * Counts the files that the process has open.
     *
     * @param limit most files that are counted one by one, where the kernel does not say how many there are
     * @return their number, {@code limit} for that many or more; or why it is not known
     */
    int countFiles(int limit) {
        MemorySegment name = path(Entry.FD);
        if (sizeCountsFiles) {
            return (int) Math.min(libc.size(process, name, statx), Integer.MAX_VALUE);
        }
        int folder = libc.openat(process, name, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC);
        if (folder < 0) {
            return folder;
        }
        int count = list(folder, limit, false);
        libc.close(folder);
        return count;
    }

    /** Counts the numbers in a folder, and keeps them in tids if asked to. */
    private int list(int folder, int limit, boolean keep) {
        int count = 0;
        while (count < limit) {
            long bytes = libc.getdents64(folder, dirents);
            if (bytes <= 0) {
                return bytes < 0 ? (int) bytes : count;
            }
            for (long at = 0; at < bytes && count < limit; ) {
                int value = numberAt(at + DIRENT_NAME);
                if (value >= 0) {
                    if (keep) {
                        keep(count, value);
                    }
                    count++;
                }
                at += dirents.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + DIRENT_RECORD_LENGTH) & 0xffff;
            }
        }
        return count;
    }

    private void keep(int index, int tid) {
        if (index == tids.length) {
            tids = Arrays.copyOf(tids, 2 * index);
        }
        tids[index] = tid;
    }

    /** A name as a number; negative if it is none. */
    private int numberAt(long name) {
        int value = 0;
        int digits = 0;
        for (byte c = at(name); c != 0; c = at(name + digits)) {
            if (c < '0' || c > '9' || digits == 9) {
                return -1;
            }
            value = value * 10 + c - '0';
            digits++;
        }
        return digits == 0 ? -1 : value;
    }

    private byte at(long offset) {
        return dirents.get(ValueLayout.JAVA_BYTE, offset);
    }

    private MemorySegment numbered(int value, String suffix) {
        int digits = 1;
        for (int rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int left = value;
        for (int i = digits - 1; i >= 0; i--) {
            number.set(ValueLayout.JAVA_BYTE, i, (byte) ('0' + left % 10));
            left /= 10;
        }
        for (int i = 0; i < suffix.length(); i++) {
            number.set(ValueLayout.JAVA_BYTE, digits + i, (byte) suffix.charAt(i));
        }
        number.set(ValueLayout.JAVA_BYTE, digits + suffix.length(), (byte) 0);
        return number;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            leave();
            closed(root);
            arena.close();
        }
    }
}
