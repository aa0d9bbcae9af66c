package io.borescope.processor.aggregate;

import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the ways in which events are sampled. A row's key has the number, so that figures of sources that are sampled differently
 * never meet in one row, whose rate would say nothing then.
 */
final class SamplingNumbers {
    private final List<Sampling> samplings = new ArrayList<>();
    private final Map<EventSampling, int[]> bySource = new HashMap<>();
    private EventSampling latest = EventSampling.NONE;
    private int[] latestNumbers = numbers(EventSampling.NONE);

    /** The numbers for the events of a source, by type. */
    int[] of(EventSampling source) {
        if (!source.equals(latest)) {
            latestNumbers = bySource.computeIfAbsent(source, this::numbers);
            latest = source;
        }
        return latestNumbers;
    }

    private int[] numbers(EventSampling source) {
        int[] numbers = new int[EventType.ID_LIMIT];
        for (EventType type : EventType.values()) {
            numbers[type.id()] = number(source.of(type));
        }
        return numbers;
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
