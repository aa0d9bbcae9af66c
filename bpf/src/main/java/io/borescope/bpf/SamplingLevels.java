package io.borescope.bpf;

import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Which part is told of event types whose sampling changes while the programs run: {@code sampling_now} of sampling.h, for programs that were
 * attached {@linkplain ProbeOptions#withChangingSampling() for it}. One thread at a time.
 *
 * <p>An event bears the level of the moment it is written. One that began before a change, such as a system call that was under way, was chosen at the
 * level before it: at most one of each thread at a change.
 */
public final class SamplingLevels {
    private static final VarHandle ENTRY = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment entries;

    private SamplingLevels(MemorySegment entries) {
        this.entries = entries;
    }

    static SamplingLevels of(BpfMap map, Arena arena) throws BpfException {
        return new SamplingLevels(map.mmap(arena));
    }

    /** From now on the programs tell as much of each type as this says, with its levels. */
    public void set(EventSampling sampling) {
        for (EventType type : EventType.values()) {
            ENTRY.setVolatile(
                    entries,
                    (long) type.id() * SamplingTable.ENTRY_SIZE,
                    SamplingTable.now(sampling.of(type, 0), sampling.level(type.id())));
        }
    }
}
