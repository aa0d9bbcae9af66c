package io.borescope.engine.runtime.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.StartException;
import io.borescope.api.component.StatusReporter;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.DeliveryConfig.Batching;
import io.borescope.engine.plan.DeliveryConfig.RetryOnFailure;
import io.borescope.engine.plan.DeliveryConfig.SendingQueue;
import io.borescope.engine.plan.DeliveryConfig.Sizer;
import io.borescope.engine.runtime.Deliveries;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.Count;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final ComponentId ID = ComponentId.parse("sink");

    private final List<List<Long>> exports = new CopyOnWriteArrayList<>();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final Semaphore letThrough = new Semaphore(0);
    private @Nullable Delivery open;

    @AfterEach
    void close() {
        letThrough.release(1_000_000);
        if (open != null) {
            open.drain(System.nanoTime());
            open.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(20), Duration.ofSeconds(1));
        }
    }

    @Test
    void losesTheNewestWhenTheQueueIsFull() {
        Edge edge =
                start(Deliveries.of(Deliveries.queue(2, false, null), Deliveries.QUICK_RETRIES), this::whenLetThrough);
        edge.offer(batch(1));
        waitUntilTaken(edge, 1);
        edge.offer(batch(2));
        edge.offer(batch(3));
        edge.offer(batch(4));

        assertThat(line(edge).lostEvents("queue_full")).isEqualTo(4);
        letThrough.release(10);
        Waiting.until("the rest was sent", () -> line(edge).out().events() == 6);
        assertThat(exports).containsExactly(List.of(1L), List.of(2L, 3L));
    }

    @Test
    void measuresTheQueueInItemsIfAsked() {
        SendingQueue queue = Deliveries.queue(1, 10, Sizer.ITEMS, false, null, null);
        Edge edge = start(Deliveries.of(queue, Deliveries.QUICK_RETRIES), this::whenLetThrough);
        edge.offer(batch(1));
        waitUntilTaken(edge, 1);
        edge.offer(batch(25)); // larger than the queue: let in alone
        edge.offer(batch(1));
        letThrough.release(2);
        Waiting.until("all were sent", () -> line(edge).out().events() == 26);

        assertThat(line(edge).lostEvents("queue_full")).isEqualTo(1);
    }

    @Test
    void waitsForRoomIfAsked() throws Exception {
        Edge edge =
                start(Deliveries.of(Deliveries.queue(1, true, null), Deliveries.QUICK_RETRIES), this::whenLetThrough);
        Thread pipeline = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 1; i <= 10; i++) {
                edge.offer(batch(i));
            }
        });
        Waiting.until("the pipeline waits", () -> pipeline.getState() == Thread.State.WAITING);
        assertThat(line(edge).in().events()).isLessThanOrEqualTo(6);
        letThrough.release(10);
        pipeline.join();
        Waiting.until("all were sent", () -> line(edge).out().events() == 55);

        assertThat(line(edge).lost()).isEmpty();
    }

    @Test
    void takesWhatWaitsTogether() {
        Edge edge = start(Deliveries.quick(), this::whenLetThrough);
        edge.offer(batch(1));
        waitUntilTaken(edge, 1);
        for (int i = 0; i < 150; i++) {
            edge.offer(batch(2));
        }
        letThrough.release(3);
        Waiting.until("all were sent", () -> line(edge).out().events() == 301);

        assertThat(exports).extracting(List::size).containsExactly(1, 100, 50);
    }

    @Test
    void joinsBatchesToTheConfiguredSize() {
        Batching batching = Deliveries.batching(Duration.ofHours(1), 10, 12);
        Edge edge =
                start(Deliveries.of(Deliveries.queue(100, false, batching), Deliveries.QUICK_RETRIES), this::accept);
        edge.offer(batch(6));
        edge.offer(batch(5));
        edge.offer(batch(4));
        Waiting.until("a full export was sent", () -> line(edge).out().events() >= 11);
        assertThat(line(edge).held()).isEqualTo(new Count(4, 4));
        edge.offer(batch(30)); // never fits with others, so both go alone
        Waiting.until("all were sent", () -> line(edge).out().events() == 45);

        assertThat(exports.getFirst().stream().mapToLong(Long::longValue).sum()).isBetween(10L, 12L);
        assertThat(exports.getLast()).containsExactly(30L);
    }

    @Test
    void sendsAnIncompleteExportAfterTheFlushTimeout() {
        Batching batching = Deliveries.batching(Duration.ofMillis(20), 1_000, 0);
        Edge edge =
                start(Deliveries.of(Deliveries.queue(100, false, batching), Deliveries.QUICK_RETRIES), this::accept);
        edge.offer(batch(6));
        Waiting.until("it was sent", () -> line(edge).out().events() == 6);

        assertThat(exports).containsExactly(List.of(6L));
    }

    @Test
    void holdsThePipelineUpUntilTheResultIsThereIfAsked() throws Exception {
        SendingQueue queue = new SendingQueue(false, 1, 10L, Sizer.REQUESTS, false, false, null, null);
        Edge edge = start(Deliveries.of(queue, Deliveries.QUICK_RETRIES), this::whenLetThrough);
        Thread pipeline = Thread.ofPlatform().daemon().start(() -> {
            edge.offer(batch(1));
            edge.offer(batch(2));
        });
        Waiting.until("the pipeline waits", () -> pipeline.getState() == Thread.State.WAITING);
        assertThat(line(edge).in().events()).isEqualTo(1);
        letThrough.release(2);
        pipeline.join();

        Waiting.until("both are booked", () -> line(edge).out().events() == 3);
        assertThat(exports).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void retriesUntilTheBackendIsBack() {
        int[] attempts = new int[1];
        Edge edge = start(Deliveries.quick(), batches -> {
            if (++attempts[0] < 4) {
                throw ExportException.passing("connection refused", null);
            }
            return accept(batches);
        });
        edge.offer(batch(7));
        Waiting.until("it was sent", () -> line(edge).out().events() == 7);

        assertThat(attempts[0]).isEqualTo(4);
        Waiting.until("its status is back", () -> reports.contains("ok"));
        assertThat(reports).containsSubsequence("cannot export: connection refused", "ok");
    }

    @Test
    void sendsOnlyWhatWasNotSentAgain() {
        int[] attempts = new int[1];
        Edge edge = start(joined(15), batches -> {
            if (++attempts[0] == 1) {
                throw ExportException.passing("shard 2 is away", null).unsent(batches.subList(1, 2));
            }
            return accept(batches);
        });
        edge.offer(batch(4));
        edge.offer(batch(5));
        edge.offer(batch(6));
        Waiting.until("all were sent", () -> line(edge).out().events() == 15);

        assertThat(exports).containsExactly(List.of(5L));
    }

    @Test
    void sendsAllAgainWhenTheExporterNamesABatchThatItWasNotGiven() {
        int[] attempts = new int[1];
        Edge edge = start(joined(9), batches -> {
            if (++attempts[0] == 1) {
                throw ExportException.passing("half of it", null).unsent(List.of(batch(1)));
            }
            return accept(batches);
        });
        edge.offer(batch(4));
        edge.offer(batch(5));
        Waiting.until("all were sent", () -> line(edge).out().events() == 9);

        assertThat(exports).containsExactly(List.of(4L, 5L));
    }

    @Test
    void goesOnWhenAnExporterLeavesItsThreadInterrupted() {
        int[] attempts = new int[1];
        Edge edge = start(Deliveries.quick(), batches -> {
            if (++attempts[0] == 1) {
                Thread.currentThread().interrupt();
                throw ExportException.passing("connection refused", null);
            }
            return accept(batches);
        });
        edge.offer(batch(4));
        Waiting.until("it was sent", () -> line(edge).out().events() == 4);
        edge.offer(batch(5));
        Waiting.until("the next was sent", () -> line(edge).out().events() == 9);
    }

    @Test
    void givesUpWhatTheBackendRefuses() {
        Edge edge = start(Deliveries.quick(), _ -> {
            throw ExportException.permanent("no such table", null);
        });
        edge.offer(batch(7));
        Waiting.until("it was given up", () -> line(edge).lostEvents("rejected") == 7);

        assertThat(reports).contains("refused: no such table");
    }

    @Test
    void countsRecordsThatTheBackendRefusedOfASuccessfulExport() {
        Edge edge = start(joined(10), batches -> {
            accept(batches);
            return ExportResult.rejected(batches, 6, "too old");
        });
        edge.offer(new Rows(4, 400));
        edge.offer(new Rows(6, 60));
        Waiting.until(
                "it was sent",
                () -> line(edge).held().equals(Count.ZERO) && line(edge).out().records() > 0);

        assertThat(line(edge).out()).isEqualTo(new Count(40, 4));
        assertThat(line(edge).lostInAll()).isEqualTo(new Count(420, 6));
    }

    @Test
    void booksWhatWasRefusedOnTheEdgeWhoseRequestItWas() {
        Delivery delivery = delivery(joined(10), batches -> {
            accept(batches);
            return ExportResult.rejected(batches.subList(1, 2), 5, "too old");
        });
        Edge first = delivery.edge(account("first"));
        Edge second = delivery.edge(account("second"));
        start(delivery);
        first.offer(batch(4));
        second.offer(batch(6));
        Waiting.until("it was sent", () -> line(second).lostEvents("rejected") == 5);

        assertThat(line(first).out()).isEqualTo(new Count(4, 4));
        assertThat(line(second).out()).isEqualTo(new Count(1, 1));
    }

    @Test
    void booksWhatWasRefusedOfTheRequestsThatWereTakenBeforeAnotherFailed() {
        int[] attempts = new int[1];
        Edge edge = start(joined(15), batches -> {
            if (++attempts[0] == 1) {
                throw ExportException.passing("shard 2 is away", null)
                        .unsent(batches.subList(1, 2))
                        .sent(ExportResult.rejected(batches.subList(2, 3), 2, "too old"));
            }
            return accept(batches);
        });
        edge.offer(batch(4));
        edge.offer(batch(5));
        edge.offer(batch(6));
        Waiting.until("all were sent", () -> line(edge).out().events() == 13);

        assertThat(line(edge).lostEvents("rejected")).isEqualTo(2);
        assertThat(line(edge).missingRecords()).isZero();
        assertThat(exports).containsExactly(List.of(5L));
    }

    @Test
    void givesUpAtOnceWithoutRetries() {
        Edge edge = start(Deliveries.of(Deliveries.queue(10, false, null), Deliveries.NO_RETRIES), _ -> {
            throw ExportException.passing("connection refused", null);
        });
        edge.offer(batch(7));

        Waiting.until("it was given up", () -> line(edge).lostEvents("export_failed") == 7);
    }

    @Test
    void givesUpAfterTheLongestTime() {
        RetryOnFailure retries =
                new RetryOnFailure(true, Duration.ofMillis(1), 2.0, 0.0, Duration.ofSeconds(1), Duration.ofMillis(20));
        Edge edge = start(Deliveries.of(Deliveries.queue(10, false, null), retries), _ -> {
            throw ExportException.passing("connection refused", null);
        });
        edge.offer(batch(7));

        Waiting.until("it was given up", () -> line(edge).lostEvents("retries_exhausted") == 7);
    }

    @Test
    void keepsTheAccountsOfPipelinesApart() {
        Delivery delivery = delivery(Deliveries.quick(), this::accept);
        Edge first = delivery.edge(account("first"));
        Edge second = delivery.edge(account("second"));
        start(delivery);
        first.offer(batch(3));
        second.offer(batch(4));
        Waiting.until(
                "all were sent",
                () -> line(first).out().events() == 3 && line(second).out().events() == 4);

        assertThat(line(first).in()).isEqualTo(new Count(3, 3));
        assertThat(line(second).in()).isEqualTo(new Count(4, 4));
    }

    private Edge start(DeliveryConfig config, Destination destination) {
        Delivery delivery = delivery(config, destination);
        Edge edge = delivery.edge(account("main"));
        start(delivery);
        return edge;
    }

    private static void start(Delivery delivery) {
        try {
            delivery.start(null);
        } catch (StartException failure) {
            throw new AssertionError(failure);
        }
    }

    private Delivery delivery(DeliveryConfig config, Destination destination) {
        Delivery delivery = new Delivery(ID, config, destination, new Reports());
        open = delivery;
        return delivery;
    }

    private static Account account(String pipeline) {
        return new Account(new ComponentKey(ComponentKind.EXPORTER, ID, pipeline));
    }

    /** Exports wait for this many items, so that a test knows what is in one. */
    private static DeliveryConfig joined(int items) {
        return Deliveries.of(
                Deliveries.queue(100, false, Deliveries.batching(Duration.ofHours(1), items, 0)),
                Deliveries.QUICK_RETRIES);
    }

    private ExportResult whenLetThrough(List<? extends Batch> batches) throws InterruptedException {
        letThrough.acquire();
        return accept(batches);
    }

    private ExportResult accept(List<? extends Batch> batches) {
        exports.add(batches.stream().map(Batch::eventCount).toList());
        return ExportResult.ACCEPTED;
    }

    private static LedgerLine line(Edge edge) {
        return edge.account().line();
    }

    /** Once a batch is in flight the queue is empty, and what comes next waits. */
    private void waitUntilTaken(Edge edge, long events) {
        Waiting.until("the consumer has it", letThrough::hasQueuedThreads);
        assertThat(line(edge).held().events()).isEqualTo(events);
    }

    private static Batch batch(int records) {
        return new Rows(records, records);
    }

    private record Rows(int size, long eventCount) implements Batch {
        @Override
        public Signal<?> signal() {
            return Signal.METRICS;
        }

        @Override
        public Batch owned() {
            return this;
        }
    }

    private final class Reports implements StatusReporter {
        @Override
        public void ok() {
            reports.add("ok");
        }

        @Override
        public void recoverable(String message) {
            reports.add(message);
        }

        @Override
        public void permanent(String message) {
            reports.add(message);
        }
    }
}
