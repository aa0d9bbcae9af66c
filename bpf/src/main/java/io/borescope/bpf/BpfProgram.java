package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A loaded program. Its links are closed by its object, the last attached first. Not thread-safe. */
public final class BpfProgram {
    private static final int INFO_SIZE = 216;
    private static final long RUN_TIME_OFFSET = 192;
    private static final long RUN_COUNT_OFFSET = 200;
    private static final long RECURSION_MISSES_OFFSET = 208;

    private final BpfObject object;
    private final String name;
    private final long handle;

    BpfProgram(BpfObject object, String name, long handle) {
        this.object = object;
        this.name = name;
        this.handle = handle;
    }

    /** Its name in C. */
    public String name() {
        return name;
    }

    /** What its source says where it belongs: {@code tp/sched/sched_process_exec}. */
    public String section() {
        return Libbpf.programSectionName(handle);
    }

    /** Whether it is loaded unless something else is asked for: its section does not begin with {@code ?}. */
    public boolean isLoadedByDefault() {
        return Libbpf.programAutoload(handle);
    }

    long handle() {
        return handle;
    }

    /** Attaches to the hook named by the program's section. */
    public void attach() throws BpfException {
        keep(Libbpf.programAttach(handle));
    }

    /**
     * Attaches to a perf event.
     *
     * @param fd of the event; the link closes it, or this method if it fails
     */
    void attachPerfEvent(int fd) throws BpfException {
        try {
            keep(Libbpf.programAttachPerfEvent(handle, fd));
        } catch (BpfException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /**
     * Runs that the kernel left out because the program was at work on that CPU already.
     *
     * @see <a href="https://github.com/torvalds/linux/blob/v5.12/include/uapi/linux/bpf.h">struct bpf_prog_info</a>
     */
    long skippedRuns() throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            return info(arena).get(ValueLayout.JAVA_LONG, RECURSION_MISSES_OFFSET);
        }
    }

    /** What it has run so far while {@link RunTimeStats} were kept. */
    ProgramRuns runs() throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = info(arena);
            return new ProgramRuns(
                    name,
                    info.get(ValueLayout.JAVA_LONG, RUN_COUNT_OFFSET),
                    info.get(ValueLayout.JAVA_LONG, RUN_TIME_OFFSET));
        }
    }

    private MemorySegment info(Arena arena) throws BpfException {
        MemorySegment info = arena.allocate(INFO_SIZE, Long.BYTES); // zero: an older kernel fills in less
        int result = Libbpf.programInfo(handle, info);
        BpfException.check(result, "cannot read about %s of %s".formatted(name, object.name()));
        return info;
    }

    private void keep(long link) throws BpfException {
        object.keep(
                new BpfLink(BpfException.checkPointer(link, "cannot attach %s of %s".formatted(name, object.name()))));
    }
}
