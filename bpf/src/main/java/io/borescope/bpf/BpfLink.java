package io.borescope.bpf;

/** A program attached to its hook. Lives by a file descriptor: it is gone when closed, and when the process ends in any way. */
final class BpfLink implements AutoCloseable {
    private final long handle;
    private boolean closed;

    BpfLink(long handle) {
        this.handle = handle;
    }

    /** Detaches. The program may still run on other CPUs for a moment. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libbpf.linkDestroy(handle);
        }
    }
}
