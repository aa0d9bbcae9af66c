package io.borescope.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where libbpf's messages go: informative ones to the log at debug, warnings (the verifier's log among them) to the exception
 * of the call that caused them. libbpf prints on the calling thread, so each thread keeps its own. Any thread.
 */
@SuppressWarnings("restricted")
final class LibbpfLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(LibbpfLog.class);

    private static final int LEVEL_WARN = 0;
    private static final int MESSAGE_LIMIT = 4 << 10;
    private static final int WARNING_LIMIT = 1 << 20;
    private static final int KEPT_CHARACTERS = 8 << 10;

    private static final ThreadLocal<StringBuilder> WARNINGS = ThreadLocal.withInitial(StringBuilder::new);

    private LibbpfLog() {}

    /** A function pointer of type {@code libbpf_print_fn_t}, valid for ever. */
    static MemorySegment printFunction() {
        try {
            return Native.LINKER.upcallStub(
                    MethodHandles.lookup()
                            .findStatic(
                                    LibbpfLog.class,
                                    "print",
                                    MethodType.methodType(
                                            int.class, int.class, MemorySegment.class, MemorySegment.class)),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
                    Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("print is a method of this class", e);
        }
    }

    /** Called by libbpf. An exception that left it would end the JVM, so nothing does. */
    @SuppressWarnings("unused") // by its method handle
    private static int print(int level, MemorySegment format, MemorySegment arguments) {
        try {
            if (level == LEVEL_WARN) {
                keep(Libc.format(format.address(), arguments.address(), WARNING_LIMIT));
            } else if (LOGGER.isDebugEnabled()) {
                LOGGER.debug(
                        "{}",
                        Libc.format(format.address(), arguments.address(), MESSAGE_LIMIT)
                                .strip());
            }
        } catch (Throwable ignored) {
            return -1;
        }
        return 0;
    }

    private static void keep(String warning) {
        LOGGER.debug("{}", warning);
        StringBuilder kept = WARNINGS.get().append(warning);
        if (kept.length() > KEPT_CHARACTERS) {
            kept.delete(0, kept.length() - KEPT_CHARACTERS);
        }
    }

    /** The end of what libbpf warned of on this thread since the last call; empty if nothing. */
    static String takeWarnings() {
        StringBuilder kept = WARNINGS.get();
        String warnings = kept.toString().strip();
        kept.setLength(0);
        return warnings;
    }
}
