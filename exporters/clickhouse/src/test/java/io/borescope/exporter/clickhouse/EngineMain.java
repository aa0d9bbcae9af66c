package io.borescope.exporter.clickhouse;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The process of {@link TestEngine}: ClickHouse as a library, which answers HTTP until its standard input ends.
 *
 * <p>Arguments: the library, a folder for its data, the file to write the port to, options of {@code clickhouse local}.
 */
final class EngineMain {
    /** The engine parses on the calling thread and wants much more stack than Java's threads have. */
    private static final long STACK_BYTES = 16 << 20;

    private EngineMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Thread thread = new Thread(null, () -> serve(arguments), "engine", STACK_BYTES);
        thread.start();
        thread.join();
    }

    @SuppressWarnings("restricted")
    private static void serve(String[] arguments) {
        SymbolLookup library = SymbolLookup.libraryLookup(Path.of(arguments[0]), Arena.global());
        String script = """
                SYSTEM START LISTEN HTTP;
                SELECT getServerPort('http_port') INTO OUTFILE '%s' FORMAT TSV;
                SELECT count() FROM file('/dev/stdin', LineAsString, 'l String') FORMAT Null""".formatted(arguments[2]);
        List<String> options = List.of(arguments).subList(3, arguments.length);
        if (options.stream().anyMatch(option -> option.startsWith("--tcp_port="))) {
            script = "SYSTEM START LISTEN TCP;\n" + script;
        }
        List<String> command = new ArrayList<>(List.of(
                "clickhouse", "--path=" + arguments[1], "--listen_host=127.0.0.1", "--http_port=0", "-q", script));
        command.addAll(options);
        try (Arena arena = Arena.ofConfined()) {
            call(library, "chdb_set_signal_handlers_enabled", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT), 0);
            MemorySegment argv = arena.allocate(ValueLayout.ADDRESS, command.size() + 1L);
            for (int i = 0; i < command.size(); i++) {
                argv.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(command.get(i)));
            }
            FunctionDescriptor cmdline =
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
            Object result = call(library, "chdb_query_cmdline", cmdline, command.size(), argv);
            FunctionDescriptor textOf = FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS);
            MemorySegment error = (MemorySegment) call(library, "chdb_result_error", textOf, result);
            if (error.address() != 0) {
                System.err.println(error.reinterpret(Long.MAX_VALUE).getString(0));
            }
        }
    }

    @SuppressWarnings("restricted")
    private static Object call(SymbolLookup library, String function, FunctionDescriptor shape, Object... arguments) {
        try {
            return Linker.nativeLinker()
                    .downcallHandle(library.findOrThrow(function), shape)
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(function + " failed", e);
        }
    }
}
