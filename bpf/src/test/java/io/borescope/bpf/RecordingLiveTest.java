package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.util.Base64;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records what this kernel writes, for {@link RecordedRingsTest} on machines without it. */
final class RecordingLiveTest {
    private static final int THREADS = 2;
    private static final int EACH = 40;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    /** The recording is printed; scripts/kernels/run.sh --write keeps it. */
    @Test
    void recordsASmallWorkload() throws Exception {
        Recording.Recorder recorder = new Recording.Recorder();
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                Workload workload = Workload.start("calls", THREADS, EACH)) {
            try (AttachedProbes _ =
                    AttachedProbes.attach(rings, tracker, ProbeOptions.of(EnumSet.allOf(ProbeGroup.class)))) {
                tracker.track(workload.pid(), true);
                workload.release();
                workload.awaitEnd();
            }
            for (int i = 0; i < rings.count(); i++) {
                recorder.record(rings.reader(i));
            }
            recorder.record(tracker.lifecycle());
        }
        byte[] file = recorder.toFile();

        assertThat(Recording.read(file).counts()).containsEntry("syscall_fsync", THREADS * EACH);
        System.out.println("RECORDED " + Base64.getEncoder().encodeToString(file));
    }
}
