package io.borescope.benchmarks;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.SyscallEvent;
import io.borescope.bpf.MemoryRing;
import io.borescope.bpf.RingReader;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads a ring in ordinary memory, as the ebpf receiver does, in batches of 512; an operation is an event. Space is not given back, so
 * that the same records can be read again; that would cost one store and one fence per batch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RingReadBenchmark {
    private final EventBatch batch = new EventBatch(512);
    private MemoryRing ring;

    /** Writes the records. */
    @Setup
    public void prepare() {
        EventBatch events = RandomEvents.of(16);
        ring = new MemoryRing(1 << 22);
        for (int i = 0; i < events.size(); i++) {
            long at = ring.reserve(SyscallEvent.BYTES);
            MemorySegment.copy(events.segment(), events.offset(i), ring.data(), at, SyscallEvent.BYTES);
            ring.commit(at);
        }
    }

    /** Finds the records, nothing else. */
    @Benchmark
    @OperationsPerInvocation(RandomEvents.COUNT)
    public int find() {
        RingReader reader = ring.reader();
        int found = 0;
        for (int count = next(reader); count > 0; count = next(reader)) {
            found += count;
        }
        return found;
    }

    /** Finds the records and reads every field. */
    @Benchmark
    @OperationsPerInvocation(RandomEvents.COUNT)
    public long findAndDecode() {
        RingReader reader = ring.reader();
        long sum = 0;
        for (int count = next(reader); count > 0; count = next(reader)) {
            batch.fill(reader.data(), count, 0);
            for (int i = 0; i < count; i++) {
                sum += batch.timestampNanos(i)
                        + batch.process(i)
                        + batch.pid(i)
                        + batch.tid(i)
                        + batch.type(i)
                        + batch.cpu(i)
                        + batch.u64(i, SyscallEvent.LATENCY_NANOS)
                        + batch.u64(i, SyscallEvent.RESULT);
            }
        }
        return sum;
    }

    private int next(RingReader reader) {
        return reader.read(batch.offsets(), batch.capacity());
    }
}
