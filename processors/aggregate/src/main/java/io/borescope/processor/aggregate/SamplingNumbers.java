package io.borescope.processor.aggregate;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers the ways in which events are sampled. A row's key has the number, so that figures that are sampled differently, by different
 * sources or by one before and after a change, never meet in one row, whose rate would say nothing then.
 */
final class SamplingNumbers {
    private final List<Sampling> samplings = new ArrayList<>();
    private final List<EventSampling> sources = new ArrayList<>();
    private final List<int[]> numbers = new ArrayList<>();
    private EventSampling latest = EventSampling.NONE;
    private int[] latestNumbers = add(EventSampling.NONE);

    /** The numbers for the events of a source, by {@link EventBatch#kind(int)}. */
    int[] of(EventSampling source) {
        if (!source.isSameButForLevels(latest)) {
            latest = source;
            latestNumbers = find(source);
        }
        return latestNumbers;
    }

    private int[] find(EventSampling source) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).isSameButForLevels(source)) {
                return numbers.get(i);
            }
        }
        return add(source);
    }

    private int[] add(EventSampling source) {
        int[] byKind = new int[EventBatch.KIND_LIMIT];
        for (EventType type : EventType.values()) {
            for (int level = 0; level < EventSampling.LEVELS; level++) {
                byKind[EventBatch.kind(type.id(), level)] = number(source.of(type, level));
            }
        }
        sources.add(source);
        numbers.add(byKind);
        return byKind;
    }

    private int number(Sampling sampling) {
        if (!samplings.contains(sampling)) {
            samplings.add(sampling);
        }
        return samplings.indexOf(sampling);
    }

    Sampling sampling(int number) {
        return samplings.get(number);
    }
}
