package io.borescope.benchmarks.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An agent in a process of its own, with what that starts. */
final class ObservingAgent implements AutoCloseable {
    /** What Borescope says, as the OpenTelemetry Collector does. */
    private static final String READY = "Everything is ready";

    private static final Duration LONGEST_START = Duration.ofSeconds(15);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Pattern SEEN = Pattern.compile("Seen: ([0-9,]+) events");
    private static final Pattern LOST = Pattern.compile(" lost ([0-9,]+)");

    private final Path log;
    private final Process process;

    /** @param command of a shell; learns from OBSERVED_PID whom to observe, and from ROWS_ENDPOINT where rows may go */
    ObservingAgent(String command, int pid, URI rows, Path log) throws IOException {
        this.log = log;
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", "exec " + command));
        builder.environment().put("OBSERVED_PID", Integer.toString(pid));
        builder.environment().put("ROWS_ENDPOINT", rows.toString());
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Waits until it says that it is ready, or until all have had the time to be. */
    void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < end && !Files.readString(log).contains(READY)) {
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private Stream<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /** Used so far. */
    Duration cpuTime() {
        if (!process.isAlive()) {
            throw new IllegalStateException("an agent has ended: see " + log);
        }
        return tree().flatMap(one -> one.info().totalCpuDuration().stream()).reduce(Duration.ZERO, Duration::plus);
    }

    /** Resident now, in bytes. */
    long memory() throws IOException {
        long sum = 0;
        for (ProcessHandle one : tree().toList()) {
            Path status = Path.of("/proc/" + one.pid() + "/status");
            sum += Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .sum();
        }
        return sum;
    }

    /** Ends it as a user would. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Events that it says it saw, when it has ended; -1 if it does not say. */
    long seen() throws IOException {
        return said(SEEN);
    }

    /** Events that it says it lost. */
    long lost() throws IOException {
        return said(LOST);
    }

    private long said(Pattern what) throws IOException {
        Matcher found = what.matcher(Files.readString(log));
        return found.find() ? Long.parseLong(found.group(1).replace(",", "")) : -1;
    }
}
