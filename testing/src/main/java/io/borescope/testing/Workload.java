package io.borescope.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A child process whose work is known beforehand: started, held until somebody observes it, released, awaited. It is a C program
 * (the folder {@code workload} beside this class; each file lists what it can do) that is compiled once per JVM, since a JVM or a shell makes system
 * calls of its own that nobody can count.
 */
public final class Workload implements AutoCloseable {
    private static final long LONGEST_SECONDS = 120;

    private final Process process;
    private final BufferedReader output;

    private Workload(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it and returns once it waits to be released.
     *
     * @param arguments what it is to do, see the sources of the program
     */
    public static Workload start(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Program.PATH.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Workload workload = new Workload(process);
        if (!"ready".equals(workload.line())) {
            workload.close();
            throw new IllegalStateException("the workload did not start: " + command);
        }
        workload.awaitBlocked();
        return workload;
    }

    /** It has said that it is ready, but may not have reached its read yet. */
    private void awaitBlocked() throws IOException {
        while (!Files.readString(Path.of("/proc/" + pid() + "/stat")).contains(") S ")) {
            Thread.onSpinWait();
        }
    }

    /** Its process id. */
    public int pid() {
        return Math.toIntExact(process.pid());
    }

    /** The next line it prints; empty once it has ended. */
    public String line() throws IOException {
        String line = output.readLine();
        return line == null ? "" : line;
    }

    /** Whether it has not ended yet. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Lets it begin, or end a blocked read. */
    public void release() throws IOException {
        process.getOutputStream().write('x');
        process.getOutputStream().flush();
    }

    /**
     * Waits for its end.
     *
     * @throws IllegalStateException if it takes more than two minutes or ends with an error
     */
    public void awaitEnd() throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("the workload did not end well");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The compiled program; made when it is first asked for. */
    static final class Program {
        private static final List<String> SOURCES = List.of(
                "workload.h",
                "workload.c",
                "disk.c",
                "imitate.c",
                "memory.c",
                "net.c",
                "sched.c",
                "syscalls.c",
                "io_uring.c",
                "churn.c",
                "usage.c");

        static final Path PATH = compile();

        private static Path compile() {
            try {
                Path folder = Files.createTempDirectory("borescope-workload");
                folder.toFile().deleteOnExit();
                Path program = folder.resolve("workload");
                program.toFile().deleteOnExit();
                List<String> command =
                        new ArrayList<>(List.of("cc", "-O1", "-Wall", "-Werror", "-pthread", "-o", program.toString()));
                for (String name : SOURCES) {
                    Path source = folder.resolve(name);
                    source.toFile().deleteOnExit();
                    try (InputStream in = Workload.class.getResourceAsStream("workload/" + name)) {
                        Files.copy(Objects.requireNonNull(in), source);
                    }
                    if (name.endsWith(".c")) {
                        command.add(source.toString());
                    }
                }
                run(command);
                return program;
            } catch (IOException e) {
                throw new IllegalStateException("install a C compiler (cc), or build with -Dbpf=off", e);
            }
        }

        private static void run(List<String> command) throws IOException {
            try {
                int status = new ProcessBuilder(command).inheritIO().start().waitFor();
                if (status != 0) {
                    throw new IllegalStateException("failed with status " + status + ": " + command);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
