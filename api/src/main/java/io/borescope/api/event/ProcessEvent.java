package io.borescope.api.event;

/** Where the fields of a {@code struct process_event} (bpf/programs/tracker) lie, from the start of the record. */
public final class ProcessEvent {
    /** u64: start of the process, nanoseconds of {@code CLOCK_BOOTTIME}; with the pid it identifies a process. */
    public static final long START_BOOTTIME_NANOS = 24;

    /** u32: pid of the parent. */
    public static final long PARENT_PID = 32;

    /** u32: at fork the number of the parent, at exec the number before it, else 0. */
    public static final long PREVIOUS_PROCESS = 36;

    /** u32: at exit the kernel's exit code: status in bits 8 to 15, signal in bits 0 to 6. */
    public static final long EXIT_CODE = 40;

    /** u32: {@link #CHILDREN}. */
    public static final long FLAGS = 44;

    /** char[16]: the kernel's name of the thread-group leader, NUL-terminated. */
    public static final long COMM = 48;

    /** char[128]: at exec the path of the program, NUL-terminated, cut to fit. */
    public static final long FILENAME = 64;

    /** Length of the record. */
    public static final int BYTES = 192;

    /** Flag: children of this process are tracked from their fork on. */
    public static final int CHILDREN = 1;

    private ProcessEvent() {}
}
