package io.borescope.receiver.ebpf;

import io.borescope.bpf.BpfException;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.RingReader;
import java.util.List;
import java.util.stream.IntStream;

/** The rings that the programs write. */
record KernelRings(EventRings events, List<RingReader> rings) implements RingSource {
    static KernelRings of(EventRings events) {
        return new KernelRings(
                events,
                IntStream.range(0, events.count()).mapToObj(events::reader).toList());
    }

    @Override
    public long lost(long[] byType) throws BpfException {
        return events.lost(byType);
    }

    @Override
    public void await(int timeoutMillis) {
        events.waiter().await(timeoutMillis);
    }

    @Override
    public void wakeUp() {
        events.waiter().wakeup();
    }
}
