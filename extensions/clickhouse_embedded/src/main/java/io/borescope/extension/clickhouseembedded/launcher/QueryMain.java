package io.borescope.extension.clickhouseembedded.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Answers one query from a data directory in which no engine runs: arguments are library, data directory, database and format; the query
 * comes from standard input and the answer goes to standard output. Ends with 1 and the engine's message on standard error.
 */
public final class QueryMain {
    private static final long ENGINE_STACK = 16 << 20;

    private QueryMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        int[] status = {1};
        Thread.ofPlatform()
                .stackSize(ENGINE_STACK)
                .start(() -> status[0] = run(arguments))
                .join();
        System.err.flush();
        Runtime.getRuntime().halt(status[0]);
    }

    private static int run(String[] arguments) {
        DataDirectory directory = new DataDirectory(Path.of(arguments[1]));
        try (FileChannel _ = directory.lock(ProcessHandle.current().pid())) {
            String sql = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            Libchdb library = new Libchdb(Path.of(arguments[0]));
            MemorySegment connection =
                    library.connect(List.of("chdb", "--path=" + directory.engine(), "--output_format_pretty_color=0"));
            if (connection.equals(MemorySegment.NULL)) {
                return fail("the engine cannot open " + directory.engine());
            }
            if (!arguments[2].isEmpty()) {
                String error = statement(library, connection, "USE `" + arguments[2].replace("`", "") + "`", "Null");
                if (!error.isEmpty()) {
                    return fail(error);
                }
            }
            String error = statement(library, connection, sql, arguments[3]);
            library.close(connection);
            return error.isEmpty() ? 0 : fail(error);
        } catch (IOException | DataDirectory.LockedException | IllegalStateException | IllegalArgumentException e) {
            return fail(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int fail(String message) {
        System.err.println(message);
        return 1;
    }

    /** The whole answer at once: in pieces, each piece would be a document of its own, with its own header. */
    private static String statement(Libchdb library, MemorySegment connection, String sql, String format) {
        MemorySegment result = library.query(connection, sql, format);
        String error = library.error(result);
        if (error.isEmpty()) {
            print(library.bytes(result));
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
