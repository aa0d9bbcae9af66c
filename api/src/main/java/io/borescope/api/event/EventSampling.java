package io.borescope.api.event;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which part of its events a source tells, by type. Immutable; travels with the events, so that rows can say what they stand for.
 *
 * <p>A source that may not cost more than so much tells less while there is more to tell: at a higher level, by type. Each event says at which
 * level it was told, see {@link EventBatch#kind(int)}, so events around a change are never mistaken. The levels here are those of now.
 */
public final class EventSampling {
    /** Everything is told. */
    public static final EventSampling NONE = new EventSampling(Map.of(), new byte[EventType.ID_LIMIT]);

    /** How many levels there are. At level 0 all is told that is configured, at each further one half of that. */
    public static final int LEVELS = 16;

    private final Map<EventType, Sampling> byType;
    private final byte[] levels;

    private EventSampling(Map<EventType, Sampling> byType, byte[] levels) {
        this.byType = byType;
        this.levels = levels;
    }

    /** Types that are missing are told in full. */
    public static EventSampling of(Map<EventType, Sampling> byType) {
        Map<EventType, Sampling> sampled = new EnumMap<>(EventType.class);
        byType.forEach((type, sampling) -> {
            if (!sampling.equals(Sampling.NONE)) {
                sampled.put(type, sampling);
            }
        });
        return sampled.isEmpty() ? NONE : new EventSampling(sampled, NONE.levels);
    }

    /** The same with one type told at another level from now on, 0 to {@link #LEVELS} - 1. */
    public EventSampling withLevel(EventType type, int level) {
        byte[] changed = levels.clone();
        changed[type.id()] = (byte) level;
        return new EventSampling(byType, changed);
    }

    /** How events of a type are sampled now. */
    public Sampling of(EventType type) {
        return of(type, level(type.id()));
    }

    /** How events of a type were sampled that were told at a level. */
    public Sampling of(EventType type, int level) {
        return byType.getOrDefault(type, Sampling.NONE).thinned(level);
    }

    /** The level of now, by {@link EventType#id()}. */
    public int level(int type) {
        return levels[type];
    }

    /** Whether events of the same type and level stand for as many in the other one. */
    public boolean isSameButForLevels(EventSampling other) {
        return byType.equals(other.byType);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof EventSampling that
                        && byType.equals(that.byType)
                        && Arrays.equals(levels, that.levels));
    }

    @Override
    public int hashCode() {
        return 31 * byType.hashCode() + Arrays.hashCode(levels);
    }

    /** The types that are not told in full. */
    @Override
    public String toString() {
        Map<EventType, Sampling> sampled = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            if (!of(type).equals(Sampling.NONE)) {
                sampled.put(type, of(type));
            }
        }
        return sampled.toString();
    }
}
