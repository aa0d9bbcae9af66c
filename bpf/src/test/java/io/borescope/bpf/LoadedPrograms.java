package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** Asks the kernel for programs by their id. */
@SuppressWarnings("restricted")
final class LoadedPrograms {
    private static final MemorySegment GET_FD_BY_ID =
            SymbolLookup.libraryLookup("libbpf.so.1", Arena.global()).findOrThrow("bpf_prog_get_fd_by_id");

    private LoadedPrograms() {}

    /** A descriptor of the program, or a negated errno. */
    static int open(int id) {
        return (int) Native.call(GET_FD_BY_ID, id, 0, 0, 0, 0, 0);
    }
}
