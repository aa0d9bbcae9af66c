package io.borescope.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventBatchTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(256, 8);

    private EventBatch oneRecordAt(long offset) {
        memory.set(ValueLayout.JAVA_LONG, offset, 123_456_789_012L);
        memory.set(ValueLayout.JAVA_INT, offset + 8, 7);
        memory.set(ValueLayout.JAVA_INT, offset + 12, 4242);
        memory.set(ValueLayout.JAVA_INT, offset + 16, 4243);
        memory.set(ValueLayout.JAVA_SHORT, offset + 20, (short) EventType.SYSCALL_WRITE.id());
        memory.set(ValueLayout.JAVA_SHORT, offset + 22, (short) 65_535);
        memory.set(ValueLayout.JAVA_LONG, offset + SyscallEvent.LATENCY_NANOS, 1_500);
        EventBatch batch = new EventBatch(4);
        batch.offsets()[0] = offset;
        return batch.fill(memory, 1, 99);
    }

    @Test
    void readsTheHeaderWhereItLies() {
        EventBatch batch = oneRecordAt(40);
        assertThat(batch.timestampNanos(0)).isEqualTo(123_456_789_012L);
        assertThat(batch.process(0)).isEqualTo(7);
        assertThat(batch.pid(0)).isEqualTo(4242);
        assertThat(batch.tid(0)).isEqualTo(4243);
        assertThat(batch.type(0)).isEqualTo(EventType.SYSCALL_WRITE.id());
        assertThat(batch.cpu(0)).isEqualTo(65_535);
        assertThat(batch.u64(0, SyscallEvent.LATENCY_NANOS)).isEqualTo(1_500);
    }

    @Test
    void aCopySurvivesTheMemoryItCameFrom() {
        long[] lost = new long[8];
        lost[EventType.SYSCALL_WRITE.id()] = 3;
        EventSampling sampling =
                EventSampling.of(Map.of(EventType.SYSCALL_WRITE, new Sampling(Sampling.Mode.PROBABILITY, 0.5)));
        EventBatch copy =
                oneRecordAt(216 - 24).withLost(lost).withSampling(sampling).owned();
        memory.fill((byte) 0xff);
        lost[EventType.SYSCALL_WRITE.id()] = 0;

        assertThat(copy.size()).isEqualTo(1);
        assertThat(copy.pid(0)).isEqualTo(4242);
        assertThat(copy.u64(0, SyscallEvent.LATENCY_NANOS)).isEqualTo(1_500);
        assertThat(copy.watermarkNanos()).isEqualTo(99);
        assertThat(copy.lost()).isEqualTo(3);
        assertThat(copy.lost(EventType.SYSCALL_WRITE.id())).isEqualTo(3);
        assertThat(copy.lost(200)).isZero();
        assertThat(copy.sampling()).isEqualTo(sampling);
    }

    @Test
    void fillingAgainForgetsTheLossOfThePreviousRecords() {
        EventBatch batch = oneRecordAt(0).withLost(new long[] {1});
        batch.fill(memory, 0, 100);
        assertThat(batch.lost()).isZero();
        assertThat(batch.size()).isZero();
    }

    @Test
    void fillingAgainKeepsTheSamplingOfTheSource() {
        EventSampling sampling =
                EventSampling.of(Map.of(EventType.SYSCALL_WRITE, new Sampling(Sampling.Mode.NTH, 0.25)));
        EventBatch batch = oneRecordAt(0);
        assertThat(batch.sampling()).isSameAs(EventSampling.NONE);

        batch.withSampling(sampling).fill(memory, 0, 100);
        assertThat(batch.sampling().of(EventType.SYSCALL_WRITE)).isEqualTo(new Sampling(Sampling.Mode.NTH, 0.25));
        assertThat(batch.sampling().of(EventType.SYSCALL_READ)).isEqualTo(Sampling.NONE);
    }

    @Test
    void samplingThatLeavesNothingOutIsNone() {
        assertThat(EventSampling.of(Map.of(EventType.SYSCALL_READ, Sampling.NONE)))
                .isSameAs(EventSampling.NONE);
    }

    @Test
    void everyTypeIsFoundByItsIdAndItsLabel() {
        for (EventType type : EventType.values()) {
            assertThat(EventType.of(type.id())).isSameAs(type);
            assertThat(EventType.ofLabel(type.label())).isSameAs(type);
        }
        assertThat(EventType.of(63)).isNull();
        assertThat(EventType.of(-1)).isNull();
        assertThat(EventType.of(EventType.ID_LIMIT)).isNull();
        assertThat(EventType.labelOf(200)).isEqualTo("event_200");
    }
}
