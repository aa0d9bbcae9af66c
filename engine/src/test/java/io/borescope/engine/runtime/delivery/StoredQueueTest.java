package io.borescope.engine.runtime.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.Batch;
import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.StartException;
import io.borescope.api.component.StatusReporter;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.storage.StorageException.Reason;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.DeliveryConfig.Sizer;
import io.borescope.engine.runtime.Deliveries;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue on disk, on a disk that the test owns. A batch is called by its sequence, and answers for as many events. */
class StoredQueueTest {
    private static final ComponentId ID = ComponentId.parse("sink");
    private static final MetricDescriptor DESCRIPTOR = new MetricDescriptor(
            "things",
            "Things.",
            MetricKind.SUM,
            "1",
            Temporality.DELTA,
            List.of(),
            List.of(ColumnSpec.integer("sum", "1")),
            List.of());

    private final MemoryStore disk = new MemoryStore();
    private final List<Long> received = new CopyOnWriteArrayList<>();
    private volatile boolean backendAnswers = true;
    private @Nullable Run open;

    /** One run of an agent, as far as one exporter is concerned. */
    private final class Run {
        final Delivery delivery;
        final Edge edge;

        Run(DeliveryConfig config) throws StartException {
            delivery = new Delivery(ID, config, this::export, new Silent());
            edge = delivery.edge(new Account(new ComponentKey(ComponentKind.EXPORTER, ID, "main")));
            delivery.start(disk.open());
            open = this;
        }

        private ExportResult export(List<? extends Batch> batches) throws ExportException {
            if (!backendAnswers) {
                throw ExportException.passing("not now", null);
            }
            batches.forEach(batch -> received.add(((MetricBatch) batch).id().sequence()));
            return ExportResult.ACCEPTED;
        }

        LedgerLine line() {
            return edge.account().line();
        }

        void awaitEmpty() {
            Waiting.until("everything was delivered", () -> line().held().events() == 0);
        }

        LedgerLine end() {
            delivery.drain(System.nanoTime() + TimeUnit.SECONDS.toNanos(20));
            delivery.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(20), Duration.ofSeconds(1));
            open = null;
            assertThat(line().missingEvents()).isZero();
            assertThat(line().missingRecords()).isZero();
            return line();
        }
    }

    @AfterEach
    void close() {
        backendAnswers = true;
        if (open != null) {
            open.end();
        }
    }

    @Test
    void keepsForTheNextRunWhatTheBackendDidNotTake() throws Exception {
        backendAnswers = false;
        Run first = new Run(config(1000, Sizer.REQUESTS, false));
        LongStream.rangeClosed(1, 300).forEach(number -> first.edge.offer(batch(number)));
        LedgerLine end = first.end();
        assertThat(end.held().events()).isEqualTo(300 * 301 / 2);
        assertThat(end.lost()).isEmpty();

        backendAnswers = true;
        Run second = new Run(config(1000, Sizer.REQUESTS, false));
        second.awaitEmpty();
        LedgerLine line = second.end();
        assertThat(received)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 300).boxed().toList());
        assertThat(line.recovered()).isEqualTo(end.held());
        assertThat(line.out()).isEqualTo(end.held());
        assertThat(disk.size()).isZero();
    }

    @Test
    void readsNothingBackWhileTheQueueIsShort() throws Exception {
        Run run = new Run(config(1000, Sizer.REQUESTS, false));
        for (long number = 1; number <= 50; number++) {
            run.edge.offer(batch(number));
            run.awaitEmpty();
        }
        assertThat(disk.reads()).isZero();
        assertThat(disk.size()).isZero();
    }

    @Test
    void leavesOutWhatIsDamagedAndCountsIt() throws Exception {
        backendAnswers = false;
        Run first = new Run(config(1000, Sizer.REQUESTS, false));
        LongStream.rangeClosed(1, 5).forEach(number -> first.edge.offer(batch(number)));
        first.end();
        disk.damage(2);

        backendAnswers = true;
        Run second = new Run(config(1000, Sizer.REQUESTS, false));
        second.awaitEmpty();
        assertThat(second.end().lostEvents("storage_damaged")).isEqualTo(3);
        assertThat(received).containsExactly(1L, 2L, 4L, 5L);
        assertThat(disk.size()).isZero();
    }

    @Test
    void countsWhatADiskThatIsFullOrFailsDoesNotTake() throws Exception {
        Run run = new Run(config(1000, Sizer.REQUESTS, false));
        disk.refuse(Reason.FULL);
        run.edge.offer(batch(1));
        disk.refuse(Reason.FAILED);
        run.edge.offer(batch(2));
        disk.refuse(null);
        run.edge.offer(batch(3));
        run.awaitEmpty();
        LedgerLine line = run.end();
        assertThat(line.lostEvents("queue_full")).isEqualTo(1);
        assertThat(line.lostEvents("storage_failed")).isEqualTo(2);
        assertThat(received).containsExactly(3L);
    }

    @Test
    void removesLaterWhatItCannotRemoveNow() throws Exception {
        backendAnswers = false;
        Run run = new Run(config(1000, Sizer.REQUESTS, false));
        run.edge.offer(batch(1));
        disk.refuse(Reason.FULL);
        backendAnswers = true;
        run.awaitEmpty();
        assertThat(disk.size()).isEqualTo(1);
        disk.refuse(null);
        run.edge.offer(batch(2));
        run.awaitEmpty();
        Waiting.until("both were removed", () -> disk.size() == 0);
        assertThat(received).containsExactly(1L, 2L);
    }

    @Test
    void measuresItselfInBytes() throws Exception {
        backendAnswers = false;
        long oneBatch = BatchRecord.bodyBytes(batch(1), batch(1).signal());
        Run run = new Run(config(oneBatch * 3, Sizer.BYTES, false));
        LongStream.rangeClosed(1, 200).forEach(number -> run.edge.offer(batch(number)));
        LedgerLine line = run.end();
        assertThat(line.held().records()).isBetween(3L, 3L + SendingQueue.MAX_BATCHES);
        assertThat(line.lostEvents("queue_full")).isPositive();
    }

    @Test
    void refusesWhatANewerVersionWrote() throws Exception {
        disk.open().append(new byte[] {9}, new byte[0]);
        assertThatThrownBy(() -> new Run(config(10, Sizer.REQUESTS, false)))
                .isInstanceOf(StartException.class)
                .hasMessage("sink: the queue on disk holds records of version 9, which this version cannot read."
                        + " Use the agent that wrote it, or move its file away.");
        open = null;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesNothingUncountedWhateverHappens(int seed) throws Exception {
        Random random = new Random(seed);
        Set<Long> accepted = new HashSet<>();
        long number = 0;
        long damagedEvents = 0;
        for (int life = 0; life < 6; life++) {
            Run run = new Run(config(50, Sizer.REQUESTS, false));
            for (int i = 0; i < 60; i++) {
                backendAnswers = random.nextInt(3) > 0;
                disk.refuse(random.nextInt(6) == 0 ? (random.nextBoolean() ? Reason.FULL : Reason.FAILED) : null);
                long lostBefore = run.line().lostInAll().events();
                run.edge.offer(batch(++number));
                if (run.line().lostInAll().events() - lostBefore < number) {
                    accepted.add(number);
                }
            }
            disk.refuse(null);
            LedgerLine end = run.end();
            damagedEvents += end.lostEvents("storage_damaged");
            if (disk.size() > 0) {
                disk.damage(random.nextInt(disk.size()));
            }
        }
        disk.refuse(null);
        backendAnswers = true;
        Run last = new Run(config(50, Sizer.REQUESTS, false));
        last.awaitEmpty();
        damagedEvents += last.end().lostEvents("storage_damaged");

        assertThat(accepted).containsAll(received);
        accepted.removeAll(received);
        assertThat(accepted.stream().mapToLong(Long::longValue).sum()).isEqualTo(damagedEvents);
        assertThat(firstArrivals()).isSorted();
    }

    private List<Long> firstArrivals() {
        List<Long> first = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (long number : received) {
            if (seen.add(number)) {
                first.add(number);
            }
        }
        return first;
    }

    private static DeliveryConfig config(long size, Sizer sizer, boolean block) {
        return Deliveries.of(Deliveries.queue(1, size, sizer, block, "file_storage", null), Deliveries.QUICK_RETRIES);
    }

    private static MetricBatch batch(long number) {
        return new MetricBatch(
                new BatchId(new UUID(0, 1), new UUID(0, 2), number),
                Resource.EMPTY,
                DESCRIPTOR,
                new Window(1, new ClockMapping(0, 0), 0, 1, 0, 0, 0),
                1,
                List.of(new LongColumn(new long[] {number})),
                number,
                0);
    }

    private static final class Silent implements StatusReporter {
        @Override
        public void ok() {}

        @Override
        public void recoverable(String message) {}

        @Override
        public void permanent(String message) {}
    }
}
