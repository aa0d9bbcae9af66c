package io.borescope.bpf;

/**
 * The kernel or libbpf refused something. The message says what failed, names the errno, gives the remedy and ends with what
 * libbpf had to say: for a program that the verifier rejected, the tail of its log.
 */
public final class BpfException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int errno;
    private final String cause;
    private final String log;

    BpfException(String message) {
        super(message);
        this.errno = 0;
        this.cause = message;
        this.log = "";
    }

    private BpfException(String message, int errno, String cause, String log) {
        super(message);
        this.errno = errno;
        this.cause = cause;
        this.log = log;
    }

    /**
     * A failed call, with the messages libbpf printed on this thread.
     *
     * @param failed what could not be done, such as {@code cannot load syscalls}
     * @param errno positive
     */
    static BpfException of(String failed, int errno) {
        String warnings = LibbpfLog.takeWarnings();
        String cause = "%s: %s".formatted(failed, Errno.nameOf(errno));
        String message = "%s. %s".formatted(cause, Errno.remedyFor(errno)).strip();
        return new BpfException(warnings.isEmpty() ? message : message + "\n" + warnings, errno, cause, warnings);
    }

    /** Turns a negated errno into an exception and passes everything else on. */
    static int check(int result, String failed) throws BpfException {
        if (result < 0) {
            throw of(failed, -result);
        }
        return result;
    }

    /** Turns a NULL of libbpf into an exception and passes everything else on. */
    static long checkPointer(long pointer, String failed) throws BpfException {
        if (pointer == 0) {
            throw of(failed, Native.errno());
        }
        return pointer;
    }

    /** The errno behind this failure, positive; 0 if there is none. */
    public int errno() {
        return errno;
    }

    /** {@code EPERM}; empty if there is no errno. */
    public String errnoName() {
        return errno == 0 ? "" : Errno.nameOf(errno);
    }

    /** The end of what libbpf or the verifier had to say; empty if nothing. */
    public String log() {
        return log;
    }

    /** What failed with which errno, in one line and without the remedy. */
    public String cause() {
        return cause;
    }

    /** What to do about it, as sentences; empty if there is nothing to say. */
    public String remedy() {
        return Errno.remedyFor(errno);
    }
}
