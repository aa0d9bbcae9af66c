package io.borescope.bpf;

import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Set;

/**
 * Which part is told of event types whose sampling changes while the programs run, and how: {@code sampling_now} of sampling.h, for programs that
 * were attached {@linkplain ProbeOptions#withChangingSampling() for it}, and types that are {@linkplain PartialOptions#switchable() added up now and
 * then}. One thread at a time.
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

    /** From now on the programs tell as much of each type as this says, with its levels, and add up what they always do. */
    public void set(EventSampling sampling) {
        set(sampling, Set.of());
    }

    /**
     * The same, with some types added up, for which there is {@linkplain Partials#makeRoom room}. Each event is told or added up, never both: by what
     * was said when it was complete.
     */
    public void set(EventSampling sampling, Set<EventType> addedUp) {
        for (EventType type : EventType.values()) {
            ENTRY.setVolatile(
                    entries,
                    (long) type.id() * SamplingTable.ENTRY_SIZE,
                    SamplingTable.now(sampling.of(type, 0), sampling.level(type.id()), addedUp.contains(type)));
        }
    }
}
