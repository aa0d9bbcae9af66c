package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.borescope.api.event.SyscallEvent;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class RingReaderAllocationTest {
    private static final int RECORDS = 1_000;
    private static final int ROUNDS = 1_000;

    @Test
    void readingAndReleasingAllocatesNothing() {
        MemoryRing ring = new MemoryRing(1 << 16);
        RingReader reader = ring.reader();
        long[] offsets = new long[RECORDS];
        rounds(ring, reader, offsets); // the first rounds allocate inside the virtual machine: linkage, compilation

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long read = rounds(ring, reader, offsets);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(read).isEqualTo((long) RECORDS * ROUNDS);
        assertThat(allocated).isLessThan(read / 100); // the measurement itself takes some bytes
    }

    private static long rounds(MemoryRing ring, RingReader reader, long[] offsets) {
        long read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < RECORDS; i++) {
                ring.commit(ring.reserve(SyscallEvent.BYTES));
            }
            read += reader.read(offsets, offsets.length);
            reader.release();
        }
        return read;
    }
}
