package io.borescope.bpf;

import io.borescope.api.event.EventType;
import io.borescope.api.event.PartialEvents;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is added up in the kernel instead of being told event by event.
 *
 * @param types of events; each one of {@link #POSSIBLE}
 * @param keys for how many keys each object has room in cells that user space has not taken yet
 */
public record PartialOptions(Set<EventType> types, int keys) {
    /** The types that can be: those that may come in floods. The others are told one by one in any case. */
    public static final Set<EventType> POSSIBLE =
            Arrays.stream(EventType.values()).filter(PartialEvents::exist).collect(Collectors.toUnmodifiableSet());

    /** Nothing is. */
    public static final PartialOptions NONE = new PartialOptions(Set.of(), 1);

    public PartialOptions {
        if (keys < 1 || !POSSIBLE.containsAll(types)) {
            throw new IllegalArgumentException("not %d keys of %s".formatted(keys, types));
        }
        types = Set.copyOf(types);
    }
}
