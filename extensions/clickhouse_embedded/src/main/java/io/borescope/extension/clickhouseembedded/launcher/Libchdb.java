package io.borescope.extension.clickhouseembedded.launcher;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The C functions of libchdb that are used here, by their names there. Loaded once per process and never unloaded.
 *
 * @see <a href="https://github.com/chdb-io/chdb/blob/main/programs/local/chdb.h">chdb.h</a>
 */
@SuppressWarnings("restricted") // what the function descriptors say is what the header says
final class Libchdb {
    private static final Linker LINKER = Linker.nativeLinker();

    private final SymbolLookup library;
    private final MethodHandle queryCmdline;
    private final MethodHandle connect;
    private final MethodHandle closeConn;
    private final MethodHandle query;
    private final MethodHandle resultBuffer;
    private final MethodHandle resultLength;
    private final MethodHandle resultRows;
    private final MethodHandle resultError;
    private final MethodHandle destroyResult;

    /** Loads the library. The JVM keeps its own signal handlers, without which it would die at its next implicit null check. */
    Libchdb(Path file) {
        this.library = SymbolLookup.libraryLookup(file, Arena.global());
        this.queryCmdline = function("chdb_query_cmdline", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
        this.connect = function("chdb_connect", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
        this.closeConn = function("chdb_close_conn", FunctionDescriptor.ofVoid(ADDRESS));
        FunctionDescriptor querying = FunctionDescriptor.of(
                ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
                JAVA_LONG);
        this.query = function("chdb_query_with_params_n", querying);
        this.resultBuffer = function("chdb_result_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
        this.resultLength = function("chdb_result_length", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        this.resultRows = function("chdb_result_rows_read", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        this.resultError = function("chdb_result_error", FunctionDescriptor.of(ADDRESS, ADDRESS));
        this.destroyResult = function("chdb_destroy_query_result", FunctionDescriptor.ofVoid(ADDRESS));
        call(function("chdb_set_signal_handlers_enabled", FunctionDescriptor.ofVoid(JAVA_INT)), 0);
    }

    private MethodHandle function(String name, FunctionDescriptor descriptor) {
        MemorySegment address = library.find(name)
                .orElseThrow(() ->
                        new IllegalStateException("libchdb has no function " + name + "; is it another version?"));
        return LINKER.downcallHandle(address, descriptor);
    }

    /** Runs {@code clickhouse local} in this process, on the calling thread, and returns its error; empty if there is none. */
    String queryCmdline(List<String> arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = address(queryCmdline, arguments.size(), strings(arena, arguments));
            String error = error(result);
            destroy(result);
            return error;
        }
    }

    /** Opens a data directory; {@link MemorySegment#NULL} if it cannot be, with the reason on standard error. */
    MemorySegment connect(List<String> arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return address(connect, arguments.size(), strings(arena, arguments));
        }
    }

    void close(MemorySegment connection) {
        call(closeConn, connection);
    }

    /** Runs a statement; its result is whole. Values of parameters are escaped as in the tab-separated format. */
    MemorySegment query(MemorySegment connection, String sql, String format, Map<String, String> parameters) {
        try (Arena arena = Arena.ofConfined()) {
            Texts names = Texts.of(arena, parameters.keySet());
            Texts values = Texts.of(arena, parameters.values());
            MemorySegment text = utf8(arena, sql);
            MemorySegment name = utf8(arena, format);
            return address(
                    query,
                    dereferenced(connection),
                    text,
                    text.byteSize(),
                    name,
                    name.byteSize(),
                    names.addresses(),
                    names.lengths(),
                    values.addresses(),
                    values.lengths(),
                    (long) parameters.size());
        }
    }

    private static MemorySegment utf8(Arena arena, String text) {
        return arena.allocateFrom(JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Texts with their lengths, as two arrays. */
    private record Texts(MemorySegment addresses, MemorySegment lengths) {
        static Texts of(Arena arena, Collection<String> texts) {
            Texts arrays = new Texts(arena.allocate(ADDRESS, texts.size()), arena.allocate(JAVA_LONG, texts.size()));
            int i = 0;
            for (String text : texts) {
                MemorySegment bytes = utf8(arena, text);
                arrays.addresses.setAtIndex(ADDRESS, i, bytes);
                arrays.lengths.setAtIndex(JAVA_LONG, i, bytes.byteSize());
                i++;
            }
            return arrays;
        }
    }

    /** Most functions want what the pointer that connect returned points to. */
    private static MemorySegment dereferenced(MemorySegment connection) {
        return connection.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
    }

    /** A copy of a result's bytes. */
    byte[] bytes(MemorySegment result) {
        long length = (long) call(resultLength, result);
        return length == 0
                ? new byte[0]
                : address(resultBuffer, result).reinterpret(length).toArray(JAVA_BYTE);
    }

    /** Rows of a result. */
    long rows(MemorySegment result) {
        return (long) call(resultRows, result);
    }

    /** A result's error; empty if there is none. */
    String error(MemorySegment result) {
        if (result.equals(MemorySegment.NULL)) {
            return "libchdb returned no result";
        }
        MemorySegment error = address(resultError, result);
        return error.equals(MemorySegment.NULL)
                ? ""
                : error.reinterpret(Long.MAX_VALUE).getString(0);
    }

    void destroy(MemorySegment result) {
        if (!result.equals(MemorySegment.NULL)) {
            call(destroyResult, result);
        }
    }

    private static MemorySegment strings(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return array;
    }

    private static MemorySegment address(MethodHandle function, Object... arguments) {
        return (MemorySegment) call(function, arguments);
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of libchdb failed", e);
        }
    }
}
