package io.borescope.extension.clickhouseembedded;

import io.borescope.extension.clickhouseembedded.launcher.EngineMain;
import io.borescope.extension.clickhouseembedded.launcher.LaunchPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The process that the engine runs in, as its parent sees it. Nothing here blocks but {@link #end}; used by one thread at a time. It ends
 * with this process, however that ends, because it reads a pipe that this process holds.
 */
final class EngineProcess {
    /** For short commands as for the engine: native calls, and little of everything that is Java's. */
    private static final List<String> JVM_OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError");

    private static final int LAST_LINES = 10;
    private static final int LONGEST_LINE = 2_000;
    private static final long END_POLL_MILLIS = 20;
    private static final int END_POLLS = 750;

    private final Process process;
    private final Consumer<String> log;
    private final Lines output;
    private final Lines errors;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private OptionalInt port = OptionalInt.empty();

    private EngineProcess(Process process, Consumer<String> log) {
        this.process = process;
        this.log = log;
        this.output = new Lines(process.getInputStream());
        this.errors = new Lines(process.getErrorStream());
    }

    /**
     * Starts it; {@link #poll} finds out when it can be used.
     *
     * @param log is told each line of its standard error
     */
    static EngineProcess start(LaunchPlan plan, Consumer<String> log) throws IOException {
        List<String> command = command(EngineMain.class);
        command.addAll(plan.arguments());
        return new EngineProcess(new ProcessBuilder(command).start(), log);
    }

    /** How a main class beside this one is started, by the Java runtime that runs this process. */
    static List<String> command(Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.add("-cp");
        command.add(
                Path.of(main.getProtectionDomain().getCodeSource().getLocation().getPath())
                        .toString());
        command.add(main.getName());
        return command;
    }

    /** Reads what it has said, and returns how many lines that were. */
    int poll() throws IOException {
        int lines = output.read(this::hear);
        return lines + errors.read(this::tell);
    }

    private void hear(String line) {
        if (line.startsWith(EngineMain.READY)) {
            port = OptionalInt.of(Integer.parseInt(line.substring(EngineMain.READY.length())));
        } else {
            tell(line);
        }
    }

    private void tell(String line) {
        if (line.isBlank()) {
            return;
        }
        if (lastLines.size() == LAST_LINES) {
            lastLines.removeFirst();
        }
        lastLines.addLast(line);
        log.accept(line);
    }

    /** The port it listens at, once it does. */
    OptionalInt port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** What it said last, for a message about its end. */
    String lastWords() {
        String words = String.join(" ", lastLines);
        return words.isEmpty() ? "it said nothing" : words;
    }

    /** How it ended, for a message. */
    String ending() {
        int status = process.exitValue();
        return status > 128 ? "by signal " + (status - 128) : "with status " + status;
    }

    /** Ends it: at the end of its input it closes the connections, then the engine. If it does not, it is killed. */
    void end() {
        try {
            process.getOutputStream().close();
            for (int i = 0; i < END_POLLS && !process.waitFor(END_POLL_MILLIS, TimeUnit.MILLISECONDS); i++) {
                poll(); // so that it never waits for room in a pipe
            }
            poll();
        } catch (IOException e) {
            log.accept("its pipes broke: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Lines of a pipe, as they come. */
    private static final class Lines {
        private final InputStream in;
        private final StringBuilder line = new StringBuilder();
        private final byte[] buffer = new byte[8 << 10];

        Lines(InputStream in) {
            this.in = in;
        }

        int read(Consumer<String> consumer) throws IOException {
            int lines = 0;
            int available = in.available();
            int read = available == 0 ? 0 : in.read(buffer, 0, Math.min(available, buffer.length));
            for (int i = 0; i < read; i++) {
                char next = (char) (buffer[i] & 0xff);
                if (next == '\n' || line.length() == LONGEST_LINE) {
                    consumer.accept(line.toString());
                    line.setLength(0);
                    lines++;
                } else {
                    line.append(next < ' ' || next == 0x7f ? ' ' : next);
                }
            }
            return lines;
        }
    }
}
