package io.borescope.extension.clickhouseembedded.launcher;

import io.borescope.extension.clickhouseembedded.guard.Guard;
import io.borescope.extension.clickhouseembedded.guard.GuardLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that the engine runs in, with the guard in front of it. Started by the agent, which reads {@code ready PORT} from standard
 * output, passes standard error on to its log, and ends it by closing its standard input.
 *
 * <p>The guard is here and not in the agent, so that what clients do costs the agent neither memory nor threads.
 */
public final class EngineMain {
    /** The word before the port on standard output. */
    public static final String READY = "ready ";

    /** The engine parses on the calling thread, and uses only half of what it believes to be its stack. */
    private static final long ENGINE_STACK = 16 << 20;

    private static final long POLL_NANOS = 5_000_000;

    private final LaunchPlan plan;
    private final DataDirectory directory;

    private EngineMain(LaunchPlan plan) {
        this.plan = plan;
        this.directory = new DataDirectory(plan.directory());
    }

    public static void main(String[] arguments) {
        int status = 1;
        try {
            status = new EngineMain(LaunchPlan.parse(arguments)).run();
        } catch (IOException | DataDirectory.LockedException | IllegalStateException | IllegalArgumentException e) {
            System.err.println(e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ProcessEnd.now(status);
    }

    /** Returns when the engine has ended by itself, or when it shall end: then 0. */
    private int run() throws IOException, InterruptedException, DataDirectory.LockedException {
        long agent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
        try (FileChannel _ = directory.lock(agent)) {
            Files.deleteIfExists(directory.port());
            String host = ownLoopbackAddress();
            Thread engine = startEngine(host);
            Optional<InetSocketAddress> listening = awaitEngine(host, engine);
            if (listening.isEmpty()) {
                return 1; // the engine has said why on standard error
            }
            try (Guard guard = guard(listening.get())) {
                System.out.println(READY + guard.port());
                System.out.flush();
                Thread agentsEnd = Thread.ofPlatform().daemon().name("lifeline").start(EngineMain::awaitAgentsEnd);
                while (engine.isAlive() && agentsEnd.isAlive()) {
                    engine.join(100);
                }
                if (!engine.isAlive()) {
                    System.err.println("The engine ended by itself.");
                    return 1;
                }
            }
            return 0;
        }
    }

    private Guard guard(InetSocketAddress engine) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(plan.host()), plan.port());
        try {
            return new Guard(address, engine, GuardLimits.DEFAULT, plan.hasUsers());
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen at %s:%d: %s. Set endpoint to another one."
                            .formatted(plan.host(), plan.port(), e.getMessage()),
                    e);
        }
    }

    /** The agent says nothing on this pipe: it is there, or it has closed it or died. */
    private static void awaitAgentsEnd() {
        try {
            while (System.in.read() >= 0) {
                // Not the end yet.
            }
        } catch (IOException e) {
            // A pipe that cannot be read is as good as one that has ended.
        }
    }

    /** Keeps those who look for ports at 127.0.0.1 from finding the engine behind the guard's back. */
    private static String ownLoopbackAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "127.%d.%d.%d".formatted(random.nextInt(64, 128), random.nextInt(0, 256), random.nextInt(1, 255));
    }

    private Thread startEngine(String host) {
        Libchdb library = new Libchdb(plan.library());
        List<String> arguments = List.of(
                "clickhouse",
                "--config-file=" + directory.config(),
                "--path=" + directory.engine(),
                "--listen_host=" + host,
                "--http_port=0",
                "-q",
                statements());
        return Thread.ofPlatform()
                .daemon()
                .name("engine")
                .stackSize(ENGINE_STACK)
                .start(() -> {
                    String error = library.queryCmdline(arguments);
                    if (!error.isEmpty()) {
                        System.err.println(error);
                    }
                });
    }

    /**
     * Only HTTP: every client of the native protocol that breaks off ends the engine. The last statement never ends, and needs no right that
     * the user by which the engine starts should not have, such as reading files.
     */
    private String statements() {
        return """
                CREATE DATABASE IF NOT EXISTS `%s`;
                SYSTEM START LISTEN HTTP;
                SELECT getServerPort('http_port') INTO OUTFILE %s FORMAT TSV;
                SELECT sleepEachRow(1) FROM system.numbers FORMAT Null SETTINGS max_block_size = 1
                """.formatted(plan.database(), quoted(directory.port()));
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Empty if the engine ends before it has written its whole port: that is how it fails. */
    private Optional<InetSocketAddress> awaitEngine(String host, Thread engine) throws IOException {
        while (engine.isAlive()) {
            if (Files.exists(directory.port())) {
                String port = Files.readString(directory.port());
                if (port.endsWith("\n")) {
                    return Optional.of(new InetSocketAddress(host, Integer.parseInt(port.strip())));
                }
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return Optional.empty();
    }
}
