package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RingWaiterLiveTest {
    private static final int LONG_ENOUGH_MILLIS = 10_000;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void endsByTimeout() throws Exception {
        try (EventRings rings = EventRings.open(RingOptions.defaults())) {
            assertThat(rings.waiter().await(1)).isFalse();
        }
    }

    @Test
    void endsOnceForEachWakeup() throws Exception {
        try (EventRings rings = EventRings.open(RingOptions.defaults())) {
            for (int i = 0; i < 3; i++) {
                rings.waiter().wakeup();
                assertThat(rings.waiter().await(LONG_ENOUGH_MILLIS)).isTrue();
                assertThat(rings.waiter().await(0)).isFalse();
            }
        }
    }

    @Test
    void isWokenFromAnotherThread() throws Exception {
        try (EventRings rings = EventRings.open(RingOptions.defaults())) {
            Thread other = Thread.ofPlatform().start(rings.waiter()::wakeup);
            assertThat(rings.waiter().await(LONG_ENOUGH_MILLIS)).isTrue();
            other.join();
        }
    }

    /** One ring of 64 KiB holds 1,365 calls of 48 bytes; a quarter is reached after 342. */
    @Test
    void isWokenWhenAQuarterOfARingIsFull() throws Exception {
        assertThat(isWokenBy(300)).isFalse();
        assertThat(isWokenBy(400)).isTrue();
    }

    private static boolean isWokenBy(int writes) throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(new RingOptions(1, 1 << 16));
                AttachedProbes _ = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SYSCALL_WRITE));
                Workload workload = Workload.start("forks", 1, writes)) {
            tracker.track(workload.pid(), true);
            workload.release();
            workload.awaitEnd();
            return rings.waiter().await(0);
        }
    }

    @Test
    void cannotWaitForARingInOrdinaryMemoryNorOnceClosed() throws Exception {
        RingWaiter waiter = RingWaiter.open();
        assertThatIllegalArgumentException().isThrownBy(() -> waiter.add(new MemoryRing(64).reader()));
        waiter.close();
        waiter.close();
        waiter.wakeup();
        assertThatIllegalStateException().isThrownBy(() -> waiter.await(0));
    }
}
