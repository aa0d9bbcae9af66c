package io.borescope.exporter.clickhouse.schema;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The right to change the schema, for one process at a time, until it is given back or runs out.
 *
 * <p>ClickHouse has no compare-and-set, but of any number of {@code CREATE TABLE} of one name exactly one succeeds; with {@code ON CLUSTER} too, because
 * all servers run such statements in one order. So a lease is an empty table, {@code schema_migrations_lease_<n>}, whose comment says whose it is and until when.
 *
 * <ul>
 *   <li>The largest number counts. A lease that was given back or ran out stays, so numbers never begin again, and is dropped by the holder of a larger one.
 *   <li>To take a lease is to create the next number. Who then does not find it to be the largest was too late by a whole lease, and stops.
 *   <li>A holder changes its comment and then looks whether it is still the largest; a taker creates its table and then looks whether the one before is still run
 *       out. Each writes before it reads, so at least one of the two sees the other, and gives way.
 *   <li>Time is the server's, read before the end of the lease is computed from it. A holder stops relying on its lease a quarter before its end, by its own
 *       monotonic clock; servers of a cluster may differ by that much.
 * </ul>
 *
 * <p>A process that stands still between its last look and a statement sends that one statement late. That is why statements can be repeated, and drops have
 * conditions. Thread-safe; a thread of its own renews the lease while statements run.
 */
final class Lease implements AutoCloseable {
    static final String PREFIX = VersionTable.NAME + "_lease_";

    private static final String ALL =
            "SELECT name, comment FROM system.tables WHERE database = currentDatabase() AND startsWith(name, '" + PREFIX
                    + "')";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,18})");
    private static final Pattern NOT_IN_OWNERS = Pattern.compile("[^A-Za-z0-9._:/-]");

    /**
     * What a table says.
     *
     * @param untilMillis since the epoch, by the server's clock; 0 if it was given back
     * @param version whose migration was begun last and not finished; 0 if none was
     */
    record Entry(long number, String owner, long untilMillis, long version) {
        private static final Pattern COMMENT =
                Pattern.compile("Borescope: owner=(\\S*) until=(\\S*) version=([0-9]{1,18})");

        static Optional<Entry> read(List<String> row) {
            Matcher name = NAME.matcher(row.get(0));
            Matcher comment = COMMENT.matcher(row.get(1));
            if (!name.matches()) {
                return Optional.empty();
            }
            long number = Long.parseLong(name.group(1));
            return Optional.of(
                    comment.matches()
                            ? new Entry(
                                    number,
                                    comment.group(1),
                                    millis(comment.group(2)),
                                    Long.parseLong(comment.group(3)))
                            : new Entry(number, "", 0, 0));
        }

        private static long millis(String text) {
            try {
                return Instant.parse(text).toEpochMilli();
            } catch (java.time.format.DateTimeParseException e) {
                return 0;
            }
        }

        String table() {
            return PREFIX + number;
        }

        String comment() {
            return "'Borescope: owner=%s until=%s version=%d'"
                    .formatted(owner, Instant.ofEpochMilli(untilMillis), version);
        }

        boolean isHeldAt(long serverMillis) {
            return untilMillis > serverMillis;
        }

        LeaseHeldException held() {
            String doing = version == 0 ? "" : ", at version " + version;
            return new LeaseHeldException("%s is changing the schema%s (lease until %s)"
                    .formatted(owner, doing, Instant.ofEpochMilli(untilMillis)));
        }
    }

    private final Database database;
    private final SchemaForm form;
    private final Duration duration;
    private final LongSupplier nanoTime;
    private final Thread renewal;
    private Entry own;
    private long deadlineNanos;
    private @Nullable SchemaException lost;
    private boolean over;

    private Lease(Database database, SchemaForm form, Duration duration, LongSupplier nanoTime, Entry own) {
        this.database = database;
        this.form = form;
        this.duration = duration;
        this.nanoTime = nanoTime;
        this.own = own;
        this.renewal = Thread.ofVirtual().name("schema lease").unstarted(this::keep);
    }

    /** The latest lease, held or not. */
    static Optional<Entry> latest(Database database) throws SchemaException, InterruptedException {
        return entries(database).stream().max(Comparator.comparingLong(Entry::number));
    }

    private static List<Entry> entries(Database database) throws SchemaException, InterruptedException {
        return database.query(ALL).stream()
                .map(Entry::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is left of a name where no other characters are allowed. */
    static String nameable(String owner) {
        return NOT_IN_OWNERS.matcher(owner).replaceAll("_");
    }

    static long serverMillis(Database database) throws SchemaException, InterruptedException {
        return Long.parseLong(database.query("SELECT toUnixTimestamp64Milli(now64(3))")
                .getFirst()
                .getFirst());
    }

    /**
     * Takes the lease.
     *
     * @param owner {@link #nameable}, for others to see; has to differ for each process
     * @param nanoTime the monotonic clock of this process
     * @throws LeaseHeldException if somebody else has it, or was faster
     */
    static Lease take(Database database, SchemaForm form, String owner, Duration duration, LongSupplier nanoTime)
            throws SchemaException, InterruptedException {
        long nowNanos = nanoTime.getAsLong();
        long nowMillis = serverMillis(database);
        Entry before = latest(database).orElse(new Entry(0, "", 0, 0));
        if (before.isHeldAt(nowMillis)) {
            throw before.held();
        }
        Entry own = new Entry(before.number() + 1, owner, nowMillis + duration.toMillis(), before.version());
        create(database, form, own);
        Lease lease = new Lease(database, form, duration, nanoTime, own);
        lease.extend(nowNanos);
        lease.succeed();
        lease.renewal.start();
        return lease;
    }

    private static void create(Database database, SchemaForm form, Entry own)
            throws SchemaException, InterruptedException {
        try {
            database.execute("CREATE TABLE %s%s (unused UInt8) ENGINE = Null COMMENT %s"
                    .formatted(own.table(), form.onCluster(), own.comment()));
        } catch (DatabaseException e) {
            if (!e.isTableThere()) {
                throw e;
            }
            throw latest(database).orElse(own).held();
        }
    }

    /** Makes sure that this is the successor of a lease that is over, takes over what that one left unfinished, and clears older ones away. */
    private synchronized void succeed() throws SchemaException, InterruptedException {
        List<Entry> all = entries(database);
        checkLatest(all);
        long nowMillis = serverMillis(database);
        long unfinished = own.version();
        for (Entry older : all) {
            if (older.number() == own.number() - 1) {
                unfinished = older.version();
                if (older.isHeldAt(nowMillis)) {
                    write(0, unfinished);
                    throw older.held();
                }
            }
        }
        if (unfinished != own.version()) {
            renew(unfinished);
        }
        for (Entry older : all) {
            if (older.number() < own.number()) {
                database.execute("DROP TABLE IF EXISTS " + older.table() + form.onCluster());
            }
        }
    }

    private void checkLatest(List<Entry> all) throws SchemaException {
        Optional<Entry> latest = all.stream().max(Comparator.comparingLong(Entry::number));
        boolean isOwn = latest.isPresent()
                && latest.get().number() == own.number()
                && latest.get().owner().equals(own.owner());
        if (!isOwn) {
            throw gone(latest);
        }
    }

    private static SchemaException gone(Optional<Entry> latest) {
        String by = latest.map(Entry::owner).orElse("nobody");
        return new SchemaException(
                "The lease for changing the schema has gone to %s, because this process stood still for too long. Nothing is broken; try again."
                        .formatted(by),
                true,
                null);
    }

    /** The version whose migration was begun last and not finished; 0 if none was. */
    synchronized long unfinished() {
        return own.version();
    }

    /**
     * Says what is being done, which makes it known as ours should it be broken off, and begins the lease anew.
     *
     * @param version 0 if nothing is unfinished any more
     */
    synchronized void renew(long version) throws SchemaException, InterruptedException {
        ensure();
        long nowNanos = nanoTime.getAsLong();
        write(serverMillis(database) + duration.toMillis(), version);
        checkLatest(entries(database));
        extend(nowNanos);
    }

    private void write(long untilMillis, long version) throws SchemaException, InterruptedException {
        Entry next = new Entry(own.number(), own.owner(), untilMillis, version);
        try {
            database.execute(
                    "ALTER TABLE %s%s MODIFY COMMENT %s".formatted(own.table(), form.onCluster(), next.comment()));
        } catch (DatabaseException e) {
            if (e.isTableMissing()) {
                throw gone(latest(database));
            }
            throw e;
        }
        own = next;
    }

    private void extend(long nowNanos) {
        deadlineNanos = nowNanos + duration.toNanos() * 3 / 4;
    }

    /** Fails if the lease may be over. */
    synchronized void ensure() throws SchemaException {
        if (lost != null) {
            throw lost;
        }
        if (nanoTime.getAsLong() - deadlineNanos >= 0) {
            throw new SchemaException(
                    "The lease for changing the schema ran out before it could be renewed. Nothing is broken; try again.",
                    true,
                    null);
        }
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(duration.dividedBy(4));
                renewIfHeld();
            }
        } catch (InterruptedException e) {
            // given back
        }
    }

    private synchronized void renewIfHeld() throws InterruptedException {
        try {
            if (!over) {
                renew(own.version());
            }
        } catch (SchemaException e) {
            lost = e;
        }
    }

    /** Gives it back, so that others need not wait for its end. What is unfinished stays recorded. */
    synchronized void giveBack() throws SchemaException, InterruptedException {
        close();
        write(0, own.version());
    }

    /** Stops renewing. A lease that was not given back runs out. */
    @Override
    public synchronized void close() {
        over = true;
        renewal.interrupt();
    }
}
