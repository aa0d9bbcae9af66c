package io.borescope.exporter.clickhouse;

import io.borescope.api.component.StartException;
import io.borescope.exporter.clickhouse.schema.DatabaseException;
import io.borescope.exporter.clickhouse.schema.Migrator;
import io.borescope.exporter.clickhouse.schema.SchemaException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;

/** A database whose schema is looked at or changed: through one endpoint. */
final class SchemaTarget implements AutoCloseable {
    /** What is done with one. */
    @FunctionalInterface
    interface Action {
        void on(SchemaTarget target) throws SchemaException, InterruptedException;
    }

    /** Differs for each process; the rest is for people. */
    private static final String OWNER = hostName() + "/"
            + ProcessHandle.current().pid() + "/" + UUID.randomUUID().toString().substring(0, 8);

    private final String name;
    private final Server server;
    private final Migrator migrator;

    private SchemaTarget(
            ClickHouseExporterConfig config, URI endpoint, Optional<SSLContext> tls, LongSupplier nanoTime) {
        this.name = endpoint + ", database " + config.database();
        this.server = new Server(endpoint, config, tls, ServerDatabase.LONGEST_STATEMENT);
        this.migrator = new Migrator(
                new ServerDatabase(server),
                config.cluster().form(),
                config.otelSchema(),
                Optional.ofNullable(config.ttl()),
                OWNER,
                nanoTime);
    }

    /**
     * Does something with each database of a configuration: on a cluster through the first endpoint that answers, otherwise with each endpoint, since each
     * is a server of its own.
     *
     * @param nanoTime the monotonic clock
     * @throws SchemaException the first that was thrown, after all endpoints were tried
     */
    static void forEach(ClickHouseExporterConfig config, LongSupplier nanoTime, Action action)
            throws SchemaException, InterruptedException {
        Optional<SSLContext> tls = tls(config);
        boolean isCluster = config.cluster().name() != null;
        SchemaException failure = null;
        for (URI endpoint : config.endpoints()) {
            try (SchemaTarget target = new SchemaTarget(config, endpoint, tls, nanoTime)) {
                action.on(target);
                if (isCluster) {
                    return;
                }
            } catch (SchemaException e) {
                boolean isAway = e instanceof DatabaseException answer && !answer.isAnswered();
                if (isCluster && !isAway) {
                    throw e;
                }
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Optional<SSLContext> tls(ClickHouseExporterConfig config) throws SchemaException {
        try {
            return config.tls().context();
        } catch (StartException e) {
            throw SchemaException.undecided(String.valueOf(e.getMessage()));
        }
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Which one it is, for people. */
    String name() {
        return name;
    }

    Migrator migrator() {
        return migrator;
    }

    ServerDatabase database() {
        return new ServerDatabase(server);
    }

    @Override
    public void close() {
        server.close();
    }
}
