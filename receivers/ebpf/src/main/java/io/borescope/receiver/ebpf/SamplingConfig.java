package io.borescope.receiver.ebpf;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which part of the events is told, by type. */
public record SamplingConfig(
        @Doc("For types of events that are not listed.") SamplingRule default_,

        @Doc("By the event's name.") Map<String, SamplingRule> events) {

    static final SamplingConfig EVERYTHING = new SamplingConfig(SamplingRule.EVERYTHING, Map.of());

    /** Told by the process receiver, which needs each of them. */
    private static final Set<EventType> ALWAYS_TOLD =
            EnumSet.of(EventType.PROCESS_EXIT, EventType.PROCESS_FORK, EventType.PROCESS_EXEC);

    public SamplingConfig {
        default_ = requireNonNullElse(default_, SamplingRule.EVERYTHING);
        events = Map.copyOf(events);
    }

    void validate(Problems problems) {
        default_.validate(problems.within("default"));
        events.forEach((name, rule) -> validate(name, rule, problems.within("events." + name)));
    }

    private static void validate(String name, SamplingRule rule, Problems problems) {
        EventType type = EventType.ofLabel(name);
        if (type == null) {
            problems.add("", "there is no such event. There are: %s.", labels());
        } else if (ALWAYS_TOLD.contains(type) && rule.mode() != Sampling.Mode.NONE) {
            problems.add(
                    "",
                    "these events come from the process receiver, which cannot do without any of them. Remove the rule, or write probes: {process_exit: {enabled: false}} to have no exits at all.");
        } else {
            rule.validate(problems);
        }
    }

    private static String labels() {
        return Arrays.stream(EventType.values()).map(EventType::label).collect(Collectors.joining(", "));
    }

    /** The sampling of every type that the ebpf receiver tells. */
    Map<EventType, Sampling> byType() {
        Map<EventType, Sampling> byType = new EnumMap<>(EventType.class);
        for (EventType type : EnumSet.complementOf(EnumSet.copyOf(ALWAYS_TOLD))) {
            byType.put(type, events.getOrDefault(type.label(), default_).toSampling());
        }
        return byType;
    }

    /** The same, to travel with the events. */
    EventSampling toEventSampling() {
        return EventSampling.of(byType());
    }
}
