package io.borescope.benchmarks.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, with a backend and a sender. */
final class Gateway implements AutoCloseable {
    private final String name;
    private final Backend backend;
    private final Sender sender;
    private final Process process;
    private long sent;

    /**
     * @param command of a shell; learns from OTLP_IN at which port of 127.0.0.1 to listen for gRPC
     * @param backend where it sends to; closed with it
     */
    Gateway(String name, String command, Backend backend, Path log) throws IOException {
        this.name = name;
        this.backend = backend;
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", "exec " + command));
        builder.environment().put("OTLP_IN", Integer.toString(port));
        builder.environment().putAll(backend.environment());
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        sender = new Sender(port);
    }

    String name() {
        return name;
    }

    /** Sends so many requests with so many records each, and waits until the backend has all of them. */
    Result run(Load load, byte[][] requests, int total, int records) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " has ended: see its log");
        }
        int refused = sender.refused();
        Duration cpu = cpuTime();
        long begin = System.nanoTime();
        sent += (long) total * records;
        sender.send(load, requests, total);
        backend.await(sent);
        return new Result(
                (long) total * records,
                System.nanoTime() - begin,
                cpuTime().minus(cpu).toNanos(),
                peakMemory(),
                sender.refused() - refused);
    }

    private Duration cpuTime() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** Most of the memory that it had so far, in bytes. */
    private long peakMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /**
     * What a run took.
     *
     * @param nanos from the first request until the backend had all
     * @param cpuNanos of the gateway
     */
    record Result(long records, long nanos, long cpuNanos, long peakBytes, int refused) {
        double recordsPerSecond() {
            return records * 1e9 / nanos;
        }

        double cpuPerRecord() {
            return (double) cpuNanos / records;
        }
    }

    @Override
    public void close() {
        sender.close();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        backend.close();
    }
}
