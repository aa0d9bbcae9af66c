package io.borescope.extension.clickhouseembedded.launcher;

import java.nio.file.Path;
import java.util.List;

/**
 * What the agent tells the process that the engine runs in, as its arguments.
 *
 * @param library libchdb.so
 * @param directory the data directory
 * @param host to listen at
 * @param port to listen at; 0 lets the system choose
 * @param database to make if it is not there
 * @param hasUsers whether the engine asks for a user and a password
 */
public record LaunchPlan(Path library, Path directory, String host, int port, String database, boolean hasUsers) {
    /** In the order that {@link #parse} reads. */
    public List<String> arguments() {
        return List.of(
                library.toString(),
                directory.toString(),
                host,
                Integer.toString(port),
                database,
                Boolean.toString(hasUsers));
    }

    static LaunchPlan parse(String[] arguments) {
        return new LaunchPlan(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                arguments[2],
                Integer.parseInt(arguments[3]),
                arguments[4],
                Boolean.parseBoolean(arguments[5]));
    }
}
