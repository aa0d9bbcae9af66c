package io.borescope.extension.clickhouseembedded;

import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.component.Worker;
import io.borescope.api.config.HostPort;
import io.borescope.api.telemetry.Counter;
import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import io.borescope.extension.clickhouseembedded.launcher.LaunchPlan;
import io.borescope.extension.clickhouseembedded.library.LibraryCache;
import io.borescope.extension.clickhouseembedded.library.LibraryException;
import io.borescope.extension.clickhouseembedded.library.LibraryFetch;
import io.borescope.extension.clickhouseembedded.library.LibraryPackage;
import io.borescope.extension.clickhouseembedded.library.Platform;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the engine in a process of its own, and starts it again when it ends by itself. The start waits until the engine can be asked; what
 * follows is done by one worker.
 */
final class ClickHouseEmbedded implements Extension {
    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseEmbedded.class);
    private static final long START_POLL_NANOS = 5_000_000;
    private static final int START_POLLS = 12_000;

    private final ExtensionSettings settings;
    private final ClickHouseEmbeddedConfig config;
    private final DataDirectory directory;
    private final Counter restarts;
    private final String ownPassword = EngineFiles.newPassword();
    private @Nullable EngineProcess engine;
    private @Nullable Worker worker;

    ClickHouseEmbedded(ExtensionSettings settings, ClickHouseEmbeddedConfig config) {
        this.settings = settings;
        this.config = config;
        this.directory = new DataDirectory(
                Optional.ofNullable(config.directory()).orElseGet(() -> DefaultDirectory.ofAgent(System.getenv())));
        this.restarts = settings.meter()
                .counter("engine_restarts", "{restart}", "starts of the engine after it had ended by itself");
    }

    @Override
    public void start() throws StartException {
        try {
            LaunchPlan plan = plan(library());
            directory.create();
            directory.requireFree(ProcessHandle.current().pid());
            EngineFiles.write(directory, config, ownPassword);
            EngineProcess starting = EngineProcess.start(plan, this::log);
            engine = starting;
            awaitReady(starting);
            tellReady(starting);
            worker = settings.workers().start("", new Supervision(plan, starting));
        } catch (LibraryException | DataDirectory.LockedException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while another engine ended", e);
        } catch (FileSystemException e) {
            close();
            String reason =
                    Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
            throw new StartException(
                    "cannot use %s as data directory: %s: %s. Set directory to another one, or see to its permissions."
                            .formatted(directory.path(), e.getFile(), reason),
                    e);
        } catch (IOException e) {
            close();
            throw new StartException(
                    "cannot use %s as data directory: %s.".formatted(directory.path(), e.getMessage()), e);
        } catch (StartException e) {
            close();
            throw e;
        }
    }

    private LaunchPlan plan(Path library) {
        HostPort endpoint = config.endpoint();
        boolean hasUsers = !config.users().isEmpty();
        String host = endpoint.host().isEmpty() ? "0.0.0.0" : endpoint.host();
        return new LaunchPlan(library, directory.path(), host, endpoint.port(), config.database(), hasUsers);
    }

    private Path library() throws LibraryException, StartException {
        LibraryPackage wanted = Platform.requirePackage();
        LibraryCache cache = LibraryCache.ofUser(System.getenv());
        Optional<Path> cached = cache.find(wanted);
        if (cached.isPresent()) {
            return cached.get();
        }
        if (config.fetch() == Fetch.NEVER) {
            throw new StartException(("libchdb %s is not in %s. Get it with 'borescope clickhouse fetch' (178 MB,"
                            + " once), or configure fetch: once.")
                    .formatted(wanted.version(), cache.directory()));
        }
        try {
            return new LibraryFetch(cache, LibraryFetch.REGISTRY, this::log).fetch(wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while fetching libchdb", e);
        }
    }

    private void awaitReady(EngineProcess starting) throws IOException, StartException {
        for (int i = 0; i < START_POLLS; i++) {
            boolean alive = starting.isAlive(); // asked before reading, so that the last words are heard
            starting.poll();
            if (starting.port().isPresent()) {
                return;
            }
            if (!alive) {
                throw new StartException(
                        "the engine did not start in %s: %s".formatted(directory.path(), starting.lastWords()));
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new StartException("interrupted while the engine started");
            }
            LockSupport.parkNanos(START_POLL_NANOS);
        }
        throw new StartException("the engine was not ready after a minute: " + starting.lastWords());
    }

    /** Where it listens, with the port that was chosen. An engine that listens at every address is asked by loopback. */
    private HostPort reachable(int chosenPort) {
        String host = config.endpoint().host();
        String asked = host.isEmpty() || host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
        return new HostPort(asked, chosenPort);
    }

    private void tellReady(EngineProcess ready) throws IOException {
        String url = "http://" + reachable(ready.port().orElseThrow());
        PublishedEndpoint endpoint = config.users().isEmpty()
                ? new PublishedEndpoint(url, "", "")
                : new PublishedEndpoint(url, EngineFiles.OWN_USER, ownPassword);
        endpoint.write(directory);
        KeptSettings.of(config, LibraryCache.ofUser(System.getenv()).directory())
                .write(directory);
        LOG.info("{}: ClickHouse answers at {}, data in {}", settings.id(), url, directory.path());
        settings.status().ok();
    }

    private void log(String line) {
        LOG.warn("{}: {}", settings.id(), line);
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
        if (engine != null) {
            engine.end();
            engine = null;
            try {
                PublishedEndpoint.remove(directory);
            } catch (IOException e) {
                LOG.warn("{}: {} stays: {}", settings.id(), directory.endpoint(), e.toString());
            }
        }
    }

    /** Passes on what the engine says, and starts it again when it has ended. */
    private final class Supervision implements DutyCycle {
        private static final long IDLE_NANOS = 50_000_000;
        private static final long FIRST_DELAY_NANOS = 200_000_000;
        private static final long LONGEST_DELAY_NANOS = 60_000_000_000L;

        private final LaunchPlan plan;
        private final FreeSpace freeSpace;
        private EngineProcess running;
        private boolean ready = true;
        private boolean ended;
        private long startAtNanos;
        private long readyAtNanos;
        private long delayNanos = FIRST_DELAY_NANOS;
        private volatile @Nullable Thread thread;

        Supervision(LaunchPlan plan, EngineProcess running) {
            this.plan = plan;
            this.running = running;
            this.readyAtNanos = settings.clock().monotonicNanos();
            this.freeSpace = new FreeSpace(directory.path(), readyAtNanos);
        }

        @Override
        public int doWork() throws IOException {
            thread = Thread.currentThread();
            if (ended) {
                return settings.clock().monotonicNanos() - startAtNanos >= 0 ? startAgain() : 0;
            }
            boolean alive = running.isAlive();
            int lines = running.poll();
            if (!ready && running.port().isPresent()) {
                ready = true;
                readyAtNanos = settings.clock().monotonicNanos();
                tellReady(running);
            }
            if (!alive && lines == 0) {
                noteEnd();
            } else if (ready) {
                freeSpace.change(settings.clock().monotonicNanos()).ifPresent(this::report);
            }
            return lines;
        }

        private void report(String problem) {
            if (problem.isEmpty()) {
                settings.status().ok();
            } else {
                settings.status().recoverable(problem);
            }
        }

        /** An engine that ran for a while is started again soon, one that fails over and over ever later. */
        private void noteEnd() {
            long now = settings.clock().monotonicNanos();
            boolean ranLong = ready && now - readyAtNanos > LONGEST_DELAY_NANOS;
            delayNanos = ranLong ? FIRST_DELAY_NANOS : Math.min(LONGEST_DELAY_NANOS, delayNanos * 2);
            ended = true;
            startAtNanos = now + delayNanos;
            settings.status()
                    .recoverable("the engine ended %s, and starts again in %d ms: %s"
                            .formatted(running.ending(), delayNanos / 1_000_000, running.lastWords()));
        }

        private int startAgain() throws IOException {
            running = EngineProcess.start(plan, ClickHouseEmbedded.this::log);
            engine = running;
            ended = false;
            ready = false;
            restarts.add(1);
            return 1;
        }

        @Override
        public void idle() {
            LockSupport.parkNanos(IDLE_NANOS);
        }

        @Override
        public void wakeUp() {
            LockSupport.unpark(thread);
        }
    }
}
