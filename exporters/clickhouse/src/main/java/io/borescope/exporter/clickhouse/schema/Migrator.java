package io.borescope.exporter.clickhouse.schema;

import io.borescope.exporter.clickhouse.schema.VersionTable.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings one database to the latest version of the schema. */
public final class Migrator {
    /** Long enough for a pause of the process or the server, and not too long to wait for if a process was killed. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** Our tables in both forms. */
    private static final String TABLES =
            "SELECT name, engine, engine_full FROM system.tables WHERE database = currentDatabase() AND name IN ("
                    + Migration.timeColumnByTable().sequencedKeySet().stream()
                            .flatMap(table -> Stream.of(table, table + SchemaForm.Cluster.LOCAL))
                            .map(table -> "'" + table + "'")
                            .collect(Collectors.joining(", "))
                    + ")";

    private final Database database;
    private final SchemaForm form;
    private final OtelSchema otelSchema;
    private final Retention retention;
    private final VersionTable versions;
    private final String owner;
    private final LongSupplier nanoTime;

    /**
     * @param otelSchema those that are wanted
     * @param ttl empty to leave TTLs as they are, zero to keep rows for ever
     * @param owner of the lease, for others to see; has to differ for each process
     * @param nanoTime the monotonic clock
     */
    public Migrator(
            Database database,
            SchemaForm form,
            OtelSchema otelSchema,
            Optional<Duration> ttl,
            String owner,
            LongSupplier nanoTime) {
        this.database = database;
        this.form = form;
        this.otelSchema = otelSchema;
        this.retention = new Retention(ttl, form);
        this.versions = new VersionTable(database, form);
        this.owner = Lease.nameable(owner);
        this.nanoTime = nanoTime;
    }

    /** How the database is. Changes nothing. */
    public SchemaStatus status() throws SchemaException, InterruptedException {
        State state = read();
        Plan plan = state.plan(Decisions.NONE);
        return new SchemaStatus(
                state.recorded.version(),
                state.recorded.dirty(),
                plan.versions().stream()
                        .map(version -> version.migration().version())
                        .toList(),
                state.missingTables().stream().map(Statement::table).toList(),
                plan.retention().size(),
                state.lease
                        .filter(lease -> lease.isHeldAt(state.nowMillis))
                        .map(lease -> lease.owner() + " until " + Instant.ofEpochMilli(lease.untilMillis())),
                state.problem(Decisions.NONE),
                state.notes());
    }

    /**
     * What there is to do. Changes nothing.
     *
     * @throws SchemaException also if somebody has to decide something first
     */
    public Plan plan(Decisions decisions) throws SchemaException, InterruptedException {
        State state = read();
        state.check(decisions);
        return state.plan(decisions);
    }

    /**
     * Does it, under the lease. A run that was broken off at any statement, in whatever way, is continued by the next.
     *
     * @param progress is told what is done, a line at a time
     * @return what was done; empty if there was nothing to do
     * @throws LeaseHeldException if another process is at it
     */
    public Plan apply(Decisions decisions, Consumer<String> progress) throws SchemaException, InterruptedException {
        Plan seen = plan(decisions);
        if (seen.isEmpty()) {
            return seen;
        }
        try (Lease lease = Lease.take(database, form, owner, LEASE, nanoTime)) {
            Plan done;
            try {
                done = apply(lease, decisions, progress);
            } catch (DatabaseException e) {
                if (e.isAnswered()) {
                    lease.giveBack();
                }
                throw e;
            }
            lease.giveBack();
            return done;
        }
    }

    private Plan apply(Lease lease, Decisions decisions, Consumer<String> progress)
            throws SchemaException, InterruptedException {
        Plan plan = plan(decisions);
        for (Step step : plan.preparation()) {
            run(lease, step);
        }
        for (Plan.Version version : plan.versions()) {
            apply(lease, version, progress);
        }
        if (!plan.otelTables().isEmpty()) {
            progress.accept("tables of OpenTelemetry");
        }
        for (Step step : plan.otelTables()) {
            run(lease, step);
        }
        if (!plan.retention().isEmpty()) {
            progress.accept("TTL of %d tables".formatted(plan.retention().size()));
        }
        for (Step step : plan.retention()) {
            run(lease, step);
        }
        return plan;
    }

    private void apply(Lease lease, Plan.Version version, Consumer<String> progress)
            throws SchemaException, InterruptedException {
        Migration migration = version.migration();
        progress.accept("version %d (%s), %d statements"
                .formatted(
                        migration.version(), migration.name(), version.steps().size()));
        lease.renew(migration.version());
        run(lease, version.begin());
        for (Step step : version.steps()) {
            run(lease, step);
        }
        run(lease, version.end());
        lease.renew(0);
    }

    private void run(Lease lease, Step step) throws SchemaException, InterruptedException {
        boolean wanted = step.condition().isEmpty() || holds(step.condition().get());
        lease.ensure();
        if (wanted) {
            database.execute(step.sql());
        }
    }

    private boolean holds(Step.Condition condition) throws SchemaException, InterruptedException {
        return !database.query(
                        "SELECT 1 FROM system.columns WHERE database = currentDatabase() AND table = '%s' AND name = '%s'"
                                .formatted(condition.table(), condition.column()))
                .isEmpty();
    }

    private State read() throws SchemaException, InterruptedException {
        Map<String, String> engines = new HashMap<>();
        Map<String, String> ttls = new HashMap<>();
        for (List<String> row : database.query(TABLES)) {
            engines.put(row.get(0), row.get(1));
            ttls.put(row.get(0), Retention.ttlOf(row.get(2)));
        }
        return read(engines, ttls, presentOtelTables());
    }

    private Set<String> presentOtelTables() throws SchemaException, InterruptedException {
        if (otelSchema.names().isEmpty()) {
            return Set.of();
        }
        Set<String> present = new HashSet<>();
        String names = otelSchema.names().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        database.query("SELECT name FROM system.tables WHERE database = currentDatabase() AND name IN (" + names + ")")
                .forEach(row -> present.add(row.getFirst()));
        return present;
    }

    /** A lease names a version as long as that version is recorded as begun, so one read between two equal records belongs to them. */
    private State read(Map<String, String> engines, Map<String, String> ttls, Set<String> presentOtelTables)
            throws SchemaException, InterruptedException {
        Recorded recorded = versions.read();
        while (true) {
            long nowMillis = Lease.serverMillis(database);
            Optional<Lease.Entry> lease = Lease.latest(database);
            Recorded again = versions.read();
            if (again.equals(recorded)) {
                return new State(recorded, lease, nowMillis, engines, ttls, presentOtelTables);
            }
            recorded = again;
        }
    }

    /** What was read of a database. */
    private final class State {
        private final Recorded recorded;
        private final Optional<Lease.Entry> lease;
        private final long nowMillis;
        private final Map<String, String> engineByTable;
        private final Map<String, String> ttlByTable;
        private final Set<String> presentOtelTables;

        State(
                Recorded recorded,
                Optional<Lease.Entry> lease,
                long nowMillis,
                Map<String, String> engineByTable,
                Map<String, String> ttlByTable,
                Set<String> presentOtelTables) {
            this.recorded = recorded;
            this.lease = lease;
            this.nowMillis = nowMillis;
            this.engineByTable = engineByTable;
            this.ttlByTable = ttlByTable;
            this.presentOtelTables = presentOtelTables;
        }

        Plan plan(Decisions decisions) {
            OptionalLong baseline = decisions.baseline();
            Recorded from = baseline.isPresent() ? new Recorded(baseline.getAsLong(), false) : recorded;
            List<Plan.Version> missing = Migration.all().stream()
                    .filter(migration -> migration.version() > from.version()
                            || (from.dirty() && migration.version() == from.version()))
                    .map(this::version)
                    .toList();
            List<Step> preparation = new ArrayList<>();
            if (baseline.isPresent() || !missing.isEmpty()) {
                preparation.add(versions.creation());
            }
            if (baseline.isPresent()) {
                preparation.add(versions.record(from));
            }
            List<Step> tables = missingTables().stream()
                    .map(statement ->
                            statement instanceof Statement.Create create ? retention.applied(create) : statement)
                    .flatMap(statement -> form.steps(statement).stream())
                    .toList();
            return new Plan(preparation, missing, tables, retention.steps(this::ttl));
        }

        List<Statement> missingTables() {
            return otelSchema.statements().stream()
                    .filter(table -> !presentOtelTables.contains(table.table()))
                    .toList();
        }

        private Plan.Version version(Migration migration) {
            List<Step> steps = new ArrayList<>();
            migration.statements().forEach(statement -> steps.addAll(form.steps(statement)));
            return new Plan.Version(
                    migration,
                    versions.record(new Recorded(migration.version(), true)),
                    steps,
                    versions.record(new Recorded(migration.version(), false)));
        }

        private String ttl(String table) {
            return ttlByTable.getOrDefault(table, "");
        }

        void check(Decisions decisions) throws SchemaException {
            Optional<String> problem = problem(decisions);
            if (problem.isPresent()) {
                throw SchemaException.undecided(problem.get());
            }
        }

        /** What somebody has to decide. */
        Optional<String> problem(Decisions decisions) {
            return misfit().or(() -> baselineProblem(decisions)).or(() -> unfinishedProblem(decisions));
        }

        private Optional<String> misfit() {
            return engineByTable.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(table -> form.misfit(table.getKey(), table.getValue()))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private Optional<String> baselineProblem(Decisions decisions) {
            if (decisions.baseline().isPresent()) {
                boolean isRecorded = recorded.version() > 0;
                return isRecorded
                        ? Optional.of("--baseline is of no use: the database is at version %d, as %s says."
                                .formatted(recorded.version(), VersionTable.NAME))
                        : Optional.empty();
            }
            return recorded.version() > 0 || engineByTable.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            "There is a table %s, but %s does not say of which version. If the SQL of version N was run by hand, say so once: --baseline N. Otherwise configure another database."
                                    .formatted(
                                            engineByTable.keySet().stream()
                                                    .sorted()
                                                    .findFirst()
                                                    .orElse(""),
                                            VersionTable.NAME));
        }

        private Optional<String> unfinishedProblem(Decisions decisions) {
            if (!recorded.dirty() || isHeldByAnother()) {
                return Optional.empty();
            }
            if (recorded.version() > Migration.LATEST) {
                return Optional.of(
                        "Version %d was begun and not finished by a newer program, and this one knows %d. Use that program."
                                .formatted(recorded.version(), Migration.LATEST));
            }
            boolean isOurs = lease.map(Lease.Entry::version).orElse(0L) == recorded.version();
            return isOurs || decisions.resume()
                    ? Optional.empty()
                    : Optional.of(
                            "Version %d was begun and not finished by another program, such as Observoor or golang-migrate. Make sure that it does not run any more, then finish it with --resume: every statement can be repeated."
                                    .formatted(recorded.version()));
        }

        private boolean isHeldByAnother() {
            return lease.isPresent()
                    && lease.get().isHeldAt(nowMillis)
                    && !lease.get().owner().equals(owner);
        }

        List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (recorded.version() > Migration.LATEST) {
                notes.add("The database is at version %d, and this program knows %d."
                        .formatted(recorded.version(), Migration.LATEST));
            }
            if (recorded.dirty()
                    && !isHeldByAnother()
                    && problem(Decisions.NONE).isEmpty()) {
                notes.add("Version %d was begun and not finished; it is continued by the next run."
                        .formatted(recorded.version()));
            }
            notes.addAll(retention.leftAlone(this::ttl));
            return notes;
        }
    }
}
