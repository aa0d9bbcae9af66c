package io.borescope.packages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A copy of this machine's file system that a test may change, see {@code sandbox.sh}. Leaves the machine as it was. */
final class Sandbox implements AutoCloseable {
    private final Command holder;

    private Sandbox(Command holder) {
        this.holder = holder;
    }

    /** Skips the running test, with the reason, where such a copy cannot be made. */
    static Sandbox open() throws IOException, InterruptedException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root may install packages");
        Assumptions.assumeTrue(Command.exists("dpkg"), "no dpkg here");
        Command holder = Command.start(
                List.of(
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "src/test/sandbox.sh",
                        Packages.FOLDER.toString()),
                Map.of());
        try {
            holder.awaitOutput(printed -> printed.contains("ready"));
        } catch (AssertionError e) {
            holder.close();
            Assumptions.abort("no overlay of the file system can be made here: " + e.getMessage());
        }
        return new Sandbox(holder);
    }

    /** Runs a program in it to its end, which must be a good one, and returns what it printed. */
    String run(String... words) throws IOException, InterruptedException {
        return Command.run(inside(words));
    }

    /** Starts a program in it. */
    Command start(String... words) throws IOException {
        return Command.start(inside(words), Map.of());
    }

    /** A file of it, as seen from outside. */
    Path file(String path) {
        return Path.of("/proc/" + holder.pid() + "/root" + path);
    }

    private List<String> inside(String... words) {
        List<String> command = new ArrayList<>(List.of(
                "nsenter",
                "--target",
                String.valueOf(holder.pid()),
                "--mount",
                "--root",
                "--wd=/proc/" + holder.pid() + "/root"));
        command.addAll(List.of(words));
        return command;
    }

    @Override
    public void close() throws IOException {
        holder.close();
    }
}
