package io.borescope.api.event;

import java.util.EnumMap;
import java.util.Map;

/** Which part of its events a source tells, by type. Immutable; travels with the events, so that rows can say what they stand for. */
public final class EventSampling {
    /** Everything is told. */
    public static final EventSampling NONE = new EventSampling(Map.of());

    private final Map<EventType, Sampling> byType;

    private EventSampling(Map<EventType, Sampling> byType) {
        this.byType = byType;
    }

    /** Types that are missing are told in full. */
    public static EventSampling of(Map<EventType, Sampling> byType) {
        Map<EventType, Sampling> sampled = new EnumMap<>(EventType.class);
        byType.forEach((type, sampling) -> {
            if (!sampling.equals(Sampling.NONE)) {
                sampled.put(type, sampling);
            }
        });
        return sampled.isEmpty() ? NONE : new EventSampling(sampled);
    }

    /** How events of a type are sampled. */
    public Sampling of(EventType type) {
        return byType.getOrDefault(type, Sampling.NONE);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof EventSampling that && byType.equals(that.byType));
    }

    @Override
    public int hashCode() {
        return byType.hashCode();
    }

    /** The types that are not told in full. */
    @Override
    public String toString() {
        return byType.toString();
    }
}
