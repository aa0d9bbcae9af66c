package io.borescope.exporter.clickhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.exporter.clickhouse.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the real engine. Times are moved by what leases say, not waited for. */
@Timeout(1800)
class LeaseTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final SchemaForm FORM = new SchemaForm.SingleNode();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static TestEngine engine;

    private EngineDatabase database;
    private long nanos;

    @BeforeAll
    static void startEngine() throws Exception {
        engine = TestEngine.start(folder);
    }

    @AfterAll
    static void closeEngine() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void createDatabase() throws Exception {
        String name = "lease" + DATABASES.incrementAndGet();
        engine.execute("default", "CREATE DATABASE " + name);
        database = new EngineDatabase(engine, name);
    }

    private Lease take(String owner) throws Exception {
        return take(database, owner);
    }

    private Lease take(Database through, String owner) throws Exception {
        return Lease.take(through, FORM, owner, MINUTE, () -> nanos);
    }

    private Lease.Entry latest() throws Exception {
        return Lease.latest(database).orElseThrow();
    }

    /** What time would do. */
    private void expire(Lease.Entry entry) throws Exception {
        Lease.Entry over = new Lease.Entry(entry.number(), entry.owner(), 1, entry.version());
        database.execute("ALTER TABLE " + over.table() + " MODIFY COMMENT " + over.comment());
    }

    @Test
    void whoHasItIsTheOnlyOne() throws Exception {
        try (Lease lease = take("a")) {
            lease.renew(5);
            assertThatThrownBy(() -> take("b"))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageStartingWith("a is changing the schema, at version 5 (lease until 20");
            lease.giveBack();
        }
        try (Lease next = take("b")) {
            assertThat(latest().owner()).isEqualTo("b");
            assertThat(next.unfinished()).isEqualTo(5);
        }
    }

    @Test
    void onlyTheLatestTableStays() throws Exception {
        for (int i = 1; i <= 3; i++) {
            try (Lease lease = take("a" + i)) {
                lease.giveBack();
            }
        }
        assertThat(database.query("SHOW TABLES")).containsExactly(List.of("schema_migrations_lease_3"));
    }

    @Test
    void whatRanOutIsTakenOver() throws Exception {
        Lease first = take("a");
        first.renew(3);
        expire(latest());
        try (first;
                Lease second = take("b")) {
            assertThat(second.unfinished()).isEqualTo(3);
            assertThatThrownBy(() -> first.renew(4))
                    .isInstanceOf(SchemaException.class)
                    .satisfies(
                            e -> assertThat(((SchemaException) e).isPassing()).isTrue());
            second.renew(3);
        }
    }

    @Test
    void aHolderThatStoodStillStops() throws Exception {
        try (Lease lease = take("a")) {
            nanos += MINUTE.toNanos() / 2;
            lease.ensure();
            nanos += MINUTE.toNanos() / 4;
            assertThatThrownBy(lease::ensure).hasMessageContaining("ran out before it could be renewed");
            assertThatThrownBy(() -> lease.renew(1)).hasMessageContaining("ran out");
        }
    }

    /** Its renewal reaches the server after the lease is over, and before the taker has made its table. */
    @Test
    void aLateRenewalAndATakeoverDoNotBothSucceed() throws Exception {
        try (Lease holder = take("a")) {
            expire(latest());
            Database slow = beforeCreate(() -> holder.renew(2));

            assertThatThrownBy(() -> take(slow, "b"))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageStartingWith("a is changing the schema, at version 2");

            assertThatThrownBy(() -> holder.renew(2)).hasMessageContaining("has gone to b");
        }
        try (Lease next = take("c")) {
            assertThat(next.unfinished()).isEqualTo(2);
        }
    }

    /** Its table takes a number that was taken, given back and dropped meanwhile. */
    @Test
    void aTakerThatSleptThroughOthersStops() throws Exception {
        take("a").giveBack();
        Database slow = beforeCreate(() -> {
            take("b").giveBack();
            take("c").giveBack();
        });

        assertThatThrownBy(() -> take(slow, "late")).hasMessageContaining("has gone to c");

        try (Lease next = take("d")) {
            assertThat(latest().number()).isEqualTo(4);
            next.ensure();
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    /** A connection on which something else happens just before a lease's table is made. */
    private Database beforeCreate(Action action) {
        return new Database() {
            @Override
            public List<List<String>> query(String sql) throws DatabaseException, InterruptedException {
                return database.query(sql);
            }

            @Override
            public void execute(String sql) throws DatabaseException, InterruptedException {
                if (sql.startsWith("CREATE TABLE " + Lease.PREFIX)) {
                    try {
                        action.run();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
                database.execute(sql);
            }
        };
    }

    @Test
    void ofAHundredThatTryTogetherOneGetsIt() throws Exception {
        for (int round = 1; round <= 5; round++) {
            List<Lease> winners = race(100);
            assertThat(winners).hasSize(1);
            assertThat(latest().number()).isEqualTo(round);
            winners.getFirst().close();
            expire(latest());
        }
    }

    private List<Lease> race(int count) throws Exception {
        CyclicBarrier start = new CyclicBarrier(count);
        List<Callable<Optional<Lease>>> racers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String owner = "racer" + i;
            EngineDatabase own = database.dyingAfter(Integer.MAX_VALUE);
            racers.add(() -> {
                start.await();
                try {
                    return Optional.of(take(own, owner));
                } catch (LeaseHeldException e) {
                    return Optional.empty();
                }
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Lease> winners = new ArrayList<>();
            for (Future<Optional<Lease>> racer : threads.invokeAll(racers)) {
                racer.get().ifPresent(winners::add);
            }
            return winners;
        }
    }

    @Test
    void ownersAreNeverSql() {
        assertThat(Lease.nameable("it's; DROP\n me-1/2")).isEqualTo("it_s__DROP__me-1/2");
    }
}
