package io.borescope.bpf;

import io.borescope.api.event.EventType;
import io.borescope.api.event.PartialEvents;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is added up in the kernel instead of being told event by event.
 *
 * @param types of events that always are; each one of {@link #POSSIBLE}
 * @param switchable likewise, types that are as long as {@link SamplingLevels} say so; none of the others
 * @param keys for how many keys each object has room in cells that user space has not taken yet
 */
public record PartialOptions(Set<EventType> types, Set<EventType> switchable, int keys) {
    /** The types that can be: those that may come in floods. The others are told one by one in any case. */
    public static final Set<EventType> POSSIBLE =
            Arrays.stream(EventType.values()).filter(PartialEvents::exist).collect(Collectors.toUnmodifiableSet());

    /** Nothing is. */
    public static final PartialOptions NONE = new PartialOptions(Set.of(), Set.of(), 1);

    public PartialOptions {
        if (keys < 1 || !POSSIBLE.containsAll(types) || !POSSIBLE.containsAll(switchable)) {
            throw new IllegalArgumentException("not %d keys of %s and %s".formatted(keys, types, switchable));
        }
        if (!Collections.disjoint(types, switchable)) {
            throw new IllegalArgumentException("always and now and then: %s, %s".formatted(types, switchable));
        }
        types = Set.copyOf(types);
        switchable = Set.copyOf(switchable);
    }

    /** These types always, and no others. */
    public static PartialOptions always(Set<EventType> types, int keys) {
        return new PartialOptions(types, Set.of(), keys);
    }

    /** Whether anything is added up, ever. */
    public boolean isNone() {
        return types.isEmpty() && switchable.isEmpty();
    }
}
