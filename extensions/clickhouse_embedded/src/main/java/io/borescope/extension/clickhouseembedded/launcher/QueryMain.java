package io.borescope.extension.clickhouseembedded.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers one query from a data directory in which no engine runs: arguments are library, data directory, database, format, and
 * parameters as {@code name=value}; the query comes from standard input and the answer goes to standard output. Ends with {@code rows N} on
 * standard error, or with 1 and the engine's message there.
 */
public final class QueryMain {
    /** The word before the number of rows on standard error. */
    public static final String ROWS = "rows ";

    private static final int FIRST_PARAMETER = 4;
    private static final long ENGINE_STACK = 16 << 20;

    private QueryMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        int[] status = {1};
        Thread.ofPlatform()
                .stackSize(ENGINE_STACK)
                .start(() -> status[0] = run(arguments))
                .join();
        ProcessEnd.now(status[0]);
    }

    private static int run(String[] arguments) {
        DataDirectory directory = new DataDirectory(Path.of(arguments[1]));
        try (FileChannel _ = directory.lock(ProcessHandle.current().pid())) {
            String sql = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            Libchdb library = new Libchdb(Path.of(arguments[0]));
            MemorySegment connection = library.connect(List.of(
                    "chdb",
                    "--path=" + directory.engine(),
                    "--output_format_pretty_color=0",
                    "--output_format_pretty_row_numbers=0"));
            if (connection.equals(MemorySegment.NULL)) {
                return fail("the engine cannot open " + directory.engine());
            }
            if (!arguments[2].isEmpty()) {
                String use = "USE `" + arguments[2].replace("`", "") + "`";
                String error = statement(library, connection, use, "Null", Map.of());
                if (!error.isEmpty()) {
                    return fail(error);
                }
            }
            String error = statement(library, connection, sql, arguments[3], parameters(arguments));
            library.close(connection);
            return error.isEmpty() ? 0 : fail(error);
        } catch (IOException | DataDirectory.LockedException | IllegalStateException | IllegalArgumentException e) {
            return fail(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static Map<String, String> parameters(String[] arguments) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String argument : Arrays.asList(arguments).subList(FIRST_PARAMETER, arguments.length)) {
            int equals = argument.indexOf('=');
            parameters.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return parameters;
    }

    private static int fail(String message) {
        System.err.println(message);
        return 1;
    }

    /** The whole answer at once: in pieces, each piece would be a document of its own, with its own header. */
    private static String statement(
            Libchdb library, MemorySegment connection, String sql, String format, Map<String, String> parameters) {
        MemorySegment result = library.query(connection, sql, format, parameters);
        String error = library.error(result);
        if (error.isEmpty()) {
            print(library.bytes(result));
            System.err.println(ROWS + library.rows(result));
        }
        library.destroy(result);
        return error;
    }

    private static void print(byte[] bytes) {
        PrintStream out = System.out;
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
