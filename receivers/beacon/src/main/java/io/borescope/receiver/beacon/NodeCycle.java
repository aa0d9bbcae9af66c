package io.borescope.receiver.beacon;

import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.EngineClock;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks one node at a time, one question at a time: about genesis and configuration when it is new or has failed, and now and then; else
 * only how far it is. A node that fails is followed by the next at once; when all have failed, there is a rest that grows.
 */
final class NodeCycle implements DutyCycle {
    /** After this, a node is asked again what its slots are: it may have been set up anew. */
    private static final long FACTS_LIFE_NANOS = Duration.ofMinutes(10).toNanos();

    private static final long FIRST_REST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 6; // 64 s
    private static final long IDLE_MILLIS = 100;

    private final ReceiverSettings settings;
    private final EngineClock clock;
    private final List<URI> endpoints;
    private final long timeoutNanos;
    private final long pollNanos;
    private final NodeClient client;
    private final SlotSource slots;
    private final SyncStateRows rows;
    private final RandomGenerator random;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Semaphore answers = new Semaphore(0);

    private int node;
    private int failuresInARow;
    private Question question = Question.GENESIS;
    private @Nullable Members genesis;
    private volatile @Nullable SyncState latest;
    private @Nullable CompletableFuture<HttpResponse<byte[]>> asked;
    private long deadlineNanos;
    private long nextNanos;
    private long factsNanos;

    /**
     * @param random varies the rests, so that many agents do not come back at the same moment
     */
    NodeCycle(
            ReceiverSettings settings,
            BeaconReceiverConfig config,
            NodeClient client,
            SlotSource slots,
            SyncStateRows rows,
            RandomGenerator random) {
        this.settings = settings;
        this.clock = settings.clock();
        this.endpoints = config.endpoint();
        this.timeoutNanos = config.timeout().toNanos();
        this.pollNanos = config.pollInterval().toNanos();
        this.client = client;
        this.slots = slots;
        this.rows = rows;
        this.random = random;
        this.nextNanos = clock.monotonicNanos();
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, settings.meter().counter(outcome.counter(), "{request}", outcome.description()));
        }
    }

    @Override
    public int doWork() {
        return proceed(clock.monotonicNanos()) + rows.handOnIfDue(slots.slots());
    }

    private int proceed(long now) {
        CompletableFuture<HttpResponse<byte[]>> answer = asked;
        if (answer == null) {
            return now - nextNanos < 0 ? 0 : ask(now);
        }
        if (answer.isDone()) {
            asked = null;
            take(answer, now);
            return 1;
        }
        if (now - deadlineNanos >= 0) {
            asked = null;
            answer.cancel(true);
            fail(Outcome.TIMED_OUT, "no whole answer within " + timeoutNanos / 1_000_000 + " ms", now);
            return 1;
        }
        return 0;
    }

    private int ask(long now) {
        deadlineNanos = now + timeoutNanos;
        CompletableFuture<HttpResponse<byte[]>> answer = client.get(endpoints.get(node), question.path());
        asked = answer;
        var _ = answer.whenComplete((_, _) -> wakeUp());
        return 1;
    }

    private void take(CompletableFuture<HttpResponse<byte[]>> answer, long now) {
        try {
            understand(Question.answer(answer), now);
            count(Outcome.OK);
        } catch (NodeFailure e) {
            fail(e.outcome(), e.reason(), now);
        }
    }

    private void understand(Members answer, long now) throws NodeFailure {
        try {
            switch (question) {
                case GENESIS -> {
                    genesis = answer;
                    question = Question.SPEC;
                }
                case SPEC -> {
                    slots.adopt(ChainFacts.of(requireGenesis(), answer), NodeClient.nameOf(endpoints.get(node)));
                    factsNanos = now;
                    question = Question.SYNCING;
                }
                case SYNCING -> {
                    known(SyncState.of(answer));
                    report();
                    failuresInARow = 0;
                    nextNanos = now + pollNanos;
                    question = now - factsNanos < FACTS_LIFE_NANOS ? Question.SYNCING : Question.GENESIS;
                }
            }
        } catch (BadAnswerException e) {
            throw Question.badAnswer(e);
        }
    }

    private void known(SyncState state) {
        boolean first = latest == null;
        latest = state;
        rows.known(state);
        if (first) {
            gauge(
                    "node_syncing",
                    "1",
                    "1 while the consensus client is behind, else 0.",
                    now -> now.clSyncing() ? 1 : 0);
            gauge(
                    "node_optimistic",
                    "1",
                    "1 while the execution client has not verified the head, else 0.",
                    now -> now.elOptimistic() ? 1 : 0);
            gauge(
                    "node_el_offline",
                    "1",
                    "1 while the execution client does not answer, else 0.",
                    now -> now.elOffline() ? 1 : 0);
            gauge("node_sync_distance", "{slot}", "Slots that the node is behind.", SyncState::syncDistance);
        }
    }

    /** Of what the node said last; there is none before it has said something. */
    private void gauge(String name, String unit, String description, ToLongFunction<SyncState> value) {
        settings.meter().gauge(name, unit, description, () -> value.applyAsLong(Objects.requireNonNull(latest)));
    }

    private Members requireGenesis() {
        if (genesis == null) {
            throw new IllegalStateException("spec asked before genesis");
        }
        return genesis;
    }

    private void report() {
        slots.contradiction()
                .ifPresentOrElse(
                        other -> settings.status()
                                .recoverable(
                                        "the node is of another network than is configured (%s); %s. Correct network or endpoint."
                                                .formatted(other, slots.description())),
                        settings.status()::ok);
    }

    private void fail(Outcome outcome, String reason, long now) {
        count(outcome);
        String failure = "GET %s%s: %s".formatted(NodeClient.nameOf(endpoints.get(node)), question.path(), reason);
        question = Question.GENESIS;
        node = (node + 1) % endpoints.size();
        failuresInARow++;
        if (failuresInARow % endpoints.size() != 0) {
            nextNanos = now;
            return;
        }
        rows.unknown();
        settings.status().recoverable("no beacon node answers (%s); %s".formatted(failure, slots.description()));
        nextNanos = now + rest(failuresInARow / endpoints.size());
    }

    /** Between half of it and all of it. */
    private long rest(int rounds) {
        long longest = FIRST_REST_NANOS << Math.min(rounds - 1, MOST_DOUBLINGS);
        return longest / 2 + random.nextLong(longest / 2);
    }

    private void count(Outcome outcome) {
        Counter counter = outcomes.get(outcome);
        if (counter != null) {
            counter.add(1);
        }
    }

    @Override
    public void idle() throws InterruptedException {
        if (answers.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
            answers.drainPermits();
        }
    }

    @Override
    public void wakeUp() {
        answers.release();
    }
}
