package io.borescope.receiver.ebpf;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.NetEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts what arrives, by type and process, and holds watermarks to their promise. Thread-safe. */
final class SeenEvents implements BatchConsumer<EventBatch>, Outputs {
    /** What the workload {@code calls} does. */
    static final Set<EventType> CALLS = Set.of(
            EventType.SYSCALL_WRITE, EventType.SYSCALL_FSYNC, EventType.SYSCALL_FDATASYNC, EventType.SYSCALL_PWRITE);

    private final Map<EventType, Map<Integer, Long>> counts = new HashMap<>();
    private final Map<Integer, Long> cpuNanos = new HashMap<>();
    private final Map<Integer, Set<Transfer>> transfers = new HashMap<>();
    private final Map<EventType, long[]> byLevel = new HashMap<>();
    private EventSampling sampling = EventSampling.NONE;
    private long lost;
    private long watermarkNanos = EventBatch.NO_WATERMARK;
    private long late;
    private boolean wentBackwards;

    /** Bytes that a socket took or gave, however often. */
    record Transfer(int transport, int localPort, int remotePort, boolean receive) {}

    @Override
    public synchronized void consume(EventBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            EventType type = EventType.of(batch.type(i));
            if (type != null) {
                counts.computeIfAbsent(type, key -> new HashMap<>())
                        .merge(batch.process(i), batch.events(i), Long::sum);
                byLevel.computeIfAbsent(type, _ -> new long[EventSampling.LEVELS])[batch.kind(i) >> Byte.SIZE] +=
                        batch.events(i);
            }
            if (type == EventType.SCHED_SWITCH) {
                cpuNanos.merge(batch.process(i), batch.u64(i, CpuEvent.SPAN_NANOS), Long::sum);
            }
            if (type == EventType.NET_TX || type == EventType.NET_RX) {
                transfers
                        .computeIfAbsent(batch.process(i), _ -> new HashSet<>())
                        .add(new Transfer(
                                batch.u8(i, NetEvent.TRANSPORT),
                                batch.u16(i, NetEvent.LOCAL_PORT),
                                batch.u16(i, NetEvent.REMOTE_PORT),
                                batch.u8(i, NetEvent.RECEIVE) == 1));
            }
            if (batch.timestampNanos(i) < watermarkNanos) {
                late++;
            }
        }
        lost += batch.lost();
        sampling = batch.sampling();
        wentBackwards |= batch.watermarkNanos() < watermarkNanos;
        watermarkNanos = batch.watermarkNanos();
    }

    /** Events of a type by process. */
    synchronized Map<Integer, Long> counts(EventType type) {
        return Map.copyOf(counts.getOrDefault(type, Map.of()));
    }

    /** Events of a type by the level of sampling that they were told at. */
    synchronized long[] byLevel(EventType type) {
        return byLevel.getOrDefault(type, new long[EventSampling.LEVELS]).clone();
    }

    /** What a process has sent and received. */
    synchronized Set<Transfer> transfers(int process) {
        return Set.copyOf(transfers.getOrDefault(process, Set.of()));
    }

    synchronized long count(EventType type) {
        return counts(type).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Of all these types. */
    long count(Set<EventType> types) {
        return types.stream().mapToLong(this::count).sum();
    }

    synchronized long cpuNanos(int process) {
        return cpuNanos.getOrDefault(process, 0L);
    }

    /** Of the latest batch. */
    synchronized EventSampling sampling() {
        return sampling;
    }

    synchronized long lost() {
        return lost;
    }

    synchronized long watermarkNanos() {
        return watermarkNanos;
    }

    /** Events that arrived after a watermark had passed them. */
    synchronized long late() {
        return late;
    }

    synchronized boolean wentBackwards() {
        return wentBackwards;
    }

    @Override
    @SuppressWarnings("unchecked") // events are the only signal it takes
    public <T extends Batch> Optional<BatchConsumer<T>> find(Signal<T> signal) {
        return signal.equals(Signal.EVENTS) ? Optional.of((BatchConsumer<T>) this) : Optional.empty();
    }
}
