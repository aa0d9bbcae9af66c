package io.borescope.bpf;

/**
 * The kernel or libbpf refused something. The message says what failed, names the errno, gives the remedy and ends with what
 * libbpf had to say: for a program that the verifier rejected, the tail of its log.
 */
public final class BpfException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int errno;

    BpfException(String message) {
        super(message);
        this.errno = 0;
    }

    private BpfException(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    /**
     * A failed call, with the messages libbpf printed on this thread.
     *
     * @param failed what could not be done, such as {@code cannot load syscalls}
     * @param errno positive
     */
    static BpfException of(String failed, int errno) {
        String warnings = LibbpfLog.takeWarnings();
        String message = "%s: %s. %s"
                .formatted(failed, Errno.nameOf(errno), Errno.remedyFor(errno))
                .strip();
        return new BpfException(warnings.isEmpty() ? message : message + "\n" + warnings, errno);
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
}
