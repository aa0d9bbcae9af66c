package io.borescope.exporter.clickhouse;

import com.github.luben.zstd.util.Native;
import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.ExportResult.Rejection;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.telemetry.Counter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Inserts metrics, spans and log records into ClickHouse. Thread-safe. */
final class ClickHouseExporter implements Exporter {
    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseExporter.class);

    private final ExporterSettings settings;
    private final ClickHouseExporterConfig config;
    private final Counter inserts;
    private final Counter bodyBytes;
    private final Counter saturated;
    private final Counter leftOut;

    private final OtelTables otelTables;
    private final RecordTables recordTables;
    private final Taken taken = new Taken();

    /** Metrics without a table, each named once in the log. */
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    /** As many as there ever were exports at a time. */
    private final Queue<InsertWriter> writers = new ConcurrentLinkedQueue<>();

    private volatile @Nullable Servers servers;
    private volatile @Nullable ServerTables tables;
    private volatile @Nullable SchemaKeeper schema;

    ClickHouseExporter(ExporterSettings settings, ClickHouseExporterConfig config) {
        this.settings = settings;
        this.config = config;
        this.otelTables = new OtelTables(config.metricsTables());
        this.recordTables = new RecordTables(config);
        this.inserts = settings.meter().counter("inserts", "{insert}", "Inserts that were begun.");
        this.bodyBytes = settings.meter().counter("body_bytes", "By", "Bytes of inserted blocks, as sent.");
        this.saturated = settings.meter()
                .counter(
                        "saturated_values",
                        "{value}",
                        "Figures too large or small for their column, replaced by the nearest that fits.");
        this.leftOut = settings.meter()
                .counter(
                        "left_out_rows",
                        "{row}",
                        "Rows of metrics, and data points, that have no table; the log names the metrics.");
    }

    @Override
    public void start() throws StartException {
        if (config.compression() == Compression.ZSTD) {
            loadZstd();
        }
        try {
            Servers opened = new Servers(config, settings.clock(), settings.timeout());
            servers = opened;
            tables = new ServerTables(opened, config.database(), allTables(), settings.clock());
        } catch (RuntimeException e) { // the client's only kind
            throw new StartException("cannot make a client of ClickHouse: " + Server.reason(e) + ".", e);
        }
        if (config.createSchema()) {
            SchemaKeeper keeper = new SchemaKeeper(settings, config);
            keeper.start();
            schema = keeper;
        }
    }

    private List<Table> allTables() {
        List<Table> all = new ArrayList<>(ObservoorTables.all());
        all.addAll(otelTables.all());
        all.addAll(recordTables.all());
        return all;
    }

    private static void loadZstd() throws StartException {
        try {
            Native.load();
        } catch (LinkageError e) {
            throw new StartException("zstd does not work here: " + e.getMessage() + ". Use compression: lz4.", e);
        }
    }

    /**
     * Makes one insert per table, or a few if there are very many rows. What one table refuses does not keep the others from being
     * written; a server that does not answer at all ends the export. The same batches always make the same inserts under the same tokens, so that the
     * server recognises a repetition.
     */
    @Override
    public ExportResult export(List<? extends Batch> batches) throws ExportException, InterruptedException {
        Servers to = servers;
        ServerTables known = tables;
        if (to == null || known == null) {
            throw new IllegalStateException("not started");
        }
        awaitSchema(batches);
        InsertWriter writer = writers.poll();
        if (writer == null) {
            writer = new InsertWriter(config, saturated);
        }
        try {
            return new Delivery(to, known, writer, batches).send();
        } finally {
            writers.add(writer);
        }
    }

    private void awaitSchema(List<? extends Batch> batches) throws ExportException, InterruptedException {
        SchemaKeeper keeper = schema;
        if (keeper != null && !keeper.await(settings.timeout())) {
            throw ExportException.passing("the schema is not there yet: " + keeper.state(), null)
                    .unsent(batches);
        }
    }

    private Map<Table, List<Batch>> byTable(List<? extends Batch> batches) {
        Map<Table, List<Batch>> byTable = new LinkedHashMap<>();
        for (Batch batch : batches) {
            List<Table> tables = batch instanceof MetricBatch metric
                    ? tableFor(metric).stream().toList()
                    : recordTables.of(batch);
            if (tables.isEmpty()) {
                leftOut.add(batch.size());
            }
            for (Table table : tables) {
                if (table.content().rows(batch) > 0) {
                    byTable.computeIfAbsent(table, key -> new ArrayList<>()).add(batch);
                }
            }
        }
        return byTable;
    }

    private Optional<Table> tableFor(MetricBatch batch) {
        String metric = batch.descriptor().name();
        Optional<Table> own = ObservoorTables.of(metric);
        Optional<String> misfit =
                own.isEmpty() ? Optional.of("has no table") : own.get().misfit(batch);
        if (misfit.isEmpty()) {
            return own;
        }
        Optional<Table> byKind = config.metricsTables().enabled() ? otelTables.of(batch) : Optional.empty();
        if (byKind.isEmpty() && named.add(metric)) {
            LOG.info("{}: metric {} {}; its rows are left out", settings.id(), metric, misfit.get());
        }
        return byKind;
    }

    /** One call of {@link #export}: what was not sent, and why. */
    private final class Delivery {
        private final Servers to;
        private final ServerTables known;
        private final InsertWriter writer;
        private final List<? extends Batch> batches;
        private final long deadlineNanos =
                settings.clock().monotonicNanos() + settings.timeout().toNanos();
        private final Set<Batch> unsent = Collections.newSetFromMap(new IdentityHashMap<>());
        private @Nullable RequestException failure;

        /** What was taken, now or in an earlier attempt, of batches that make several inserts. */
        private final Map<Taken.Insert, InsertPart> takenHere = new LinkedHashMap<>();

        /** Data points that a table refused, and why. */
        private long refusedPoints;

        /** Pieces of other batches that the table refused. */
        private final List<Rejection> refusedPieces = new ArrayList<>();

        private @Nullable RequestException refusal;

        Delivery(Servers to, ServerTables known, InsertWriter writer, List<? extends Batch> batches) {
            this.to = to;
            this.known = known;
            this.writer = writer;
            this.batches = batches;
        }

        ExportResult send() throws ExportException, InterruptedException {
            try {
                for (Map.Entry<Table, List<Batch>> entry : byTable(batches).entrySet()) {
                    if (isAway()) {
                        unsent.addAll(entry.getValue());
                    } else {
                        send(entry.getKey(), entry.getValue());
                    }
                }
            } catch (InterruptedException outOfTime) {
                takenHere.keySet().forEach(taken::remember); // all batches come again
                throw outOfTime;
            }
            return result();
        }

        /** A batch of data points of which something is still to come comes again as a whole, with all others, so that it makes the same inserts. */
        private ExportResult result() throws ExportException {
            boolean again = failure != null && failure.isPassing();
            if (again && (refusedPoints > 0 || unsent.stream().anyMatch(PointBatch.class::isInstance))) {
                batches.stream().filter(PointBatch.class::isInstance).forEach(unsent::add);
            }
            takenHere.forEach((insert, part) -> {
                if (again && part.batches().stream().anyMatch(unsent::contains)) {
                    taken.remember(insert);
                } else {
                    taken.forget(insert);
                }
            });
            refusedPieces.removeIf(
                    piece -> again && unsent.contains(piece.batches().getFirst()));
            RequestException reason = failure;
            if (refusal != null && !again) {
                return new ExportResult(rejections(), (reason == null ? refusal : reason).text());
            }
            if (reason == null) {
                return ExportResult.ACCEPTED;
            }
            ExportException failed = reason.isPassing()
                    ? ExportException.passing(reason.text(), reason)
                    : ExportException.permanent(reason.text(), reason);
            throw failed.unsent(batches.stream().filter(unsent::contains).toList())
                    .sent(new ExportResult(refusedPieces, refusal == null ? "" : refusal.text()));
        }

        private List<Rejection> rejections() {
            List<? extends Batch> points =
                    batches.stream().filter(PointBatch.class::isInstance).toList();
            List<Batch> others = List.copyOf(unsent);
            List<Rejection> rejections = new ArrayList<>(refusedPieces);
            rejections.add(new Rejection(points, refusedPoints));
            rejections.add(
                    new Rejection(others, others.stream().mapToLong(Batch::size).sum()));
            return rejections;
        }

        private boolean isAway() {
            return failure != null && failure.kind() == RequestException.Kind.AWAY;
        }

        private void send(Table table, List<Batch> ofTable) throws InterruptedException {
            try {
                Optional<String> problem = known.problem(table, deadlineNanos);
                if (problem.isPresent()) {
                    throw new RequestException(RequestException.Kind.REFUSED, problem.get(), null);
                }
            } catch (RequestException e) {
                failed(e, table, new InsertPart(ofTable, ofTable, "", false));
                return;
            }
            for (InsertPart part : writer.parts(table, ofTable)) {
                if (isAway()) {
                    unsent.addAll(part.batches());
                } else {
                    insert(table, part);
                }
            }
        }

        private void insert(Table table, InsertPart part) throws InterruptedException {
            Taken.Insert insert = new Taken.Insert(table.name(), part.token());
            if (taken.contains(insert)) {
                takenHere.put(insert, part);
                return;
            }
            NativeBuffer body = writer.write(known.present(table), part.contents());
            inserts.add(1);
            bodyBytes.add(body.size());
            try {
                to.insert(table.name(), body, insert.token(), deadlineNanos);
                if (part.hasSiblings()) {
                    takenHere.put(insert, part);
                }
            } catch (RequestException e) {
                if (!e.isPassing()) {
                    known.forget();
                }
                failed(e, table, part);
            }
        }

        /** A failure that may pass outweighs one that will not: what comes again is told apart then. */
        private void failed(RequestException e, Table table, InsertPart part) {
            if (!e.isPassing() && part.hasSiblings()) {
                // Other inserts may be taken that carry what else is in these batches.
                refusal = e;
                if (part.isOfPoints()) {
                    refusedPoints += part.rows(table);
                } else {
                    refusedPieces.add(new Rejection(part.batches(), part.rows(table)));
                }
                return;
            }
            unsent.addAll(part.batches());
            if (failure == null || !failure.isPassing()) {
                failure = e;
            }
        }
    }

    @Override
    public void close() {
        SchemaKeeper keeper = schema;
        schema = null;
        if (keeper != null) {
            keeper.close();
        }
        Servers open = servers;
        servers = null;
        tables = null;
        if (open != null) {
            open.close();
        }
    }
}
