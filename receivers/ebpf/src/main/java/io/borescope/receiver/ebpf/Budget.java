package io.borescope.receiver.ebpf;

import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.receiver.ebpf.CpuUse.Family;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what to do about the CPU time that is used, once a second: while too much is used, has the types that cost the agent most added up in the
 * kernel; then tells less of the dearest types; if that is not enough, has the dearest family of probe groups detached; goes back in the opposite
 * order when there is room. Not thread-safe.
 *
 * <p>What an event costs is estimated, so that one decision can be right: the use is shared out by the number of events. It is shared out only as far as
 * events can explain it, as the rest stays when fewer are told.
 */
final class Budget {
    /** Of so many seconds two have to be over the limit, the last among them, before something is done: one alone is a spike. */
    private static final int LOOKS_TO_STEP = 3;

    /** Seconds with room, on average, before something is taken back. */
    private static final int LOOKS_TO_RECOVER = 5;

    /** Steps aim so far below the limit, and are taken back only as far as that leaves as much room. So one does not lead to the other. */
    private static final double AIM = 0.85;

    /** If a step did not bring what was expected, the next one aims at so much of where that one did. */
    private static final double AIM_LOWER = 0.7;

    private static final double ROOM = 0.7;

    /** Attaching may cost anything, so there has to be much room. */
    private static final double ROOM_TO_ATTACH = 0.5;

    /** How long there has to be is doubled each time it was in vain, up to so many times as long. */
    private static final int LONGEST_CALM = 16;

    /** More than an event costs, in the program or in the agent. */
    private static final double MOST_SECONDS_PER_EVENT = 2e-6;

    /** A step that saves less than this part of the limit is not worth it. */
    private static final double WORTH = 0.01;

    private final double limit;
    private final int highestLevel;
    private final boolean mayDetach;
    private final int firstCalm;
    private final Set<String> kept;
    private final Set<EventType> alwaysAddedUp;
    private final Map<EventType, Double> addedUp = new EnumMap<>(EventType.class); // to what one cost the agent before
    private final int[] levels = new int[EventType.ID_LIMIT];
    private final Deque<String> detached = new ArrayDeque<>();
    private final Deque<CpuUse> looks = new ArrayDeque<>();
    private int calm;
    private int calmToAttach;
    private int sinceAttached;
    private int stepsInVain;
    private boolean helpless;

    /** Something that is to be done now. */
    sealed interface Step {
        /** Hand the events of a type over in this way from now on. */
        record Deliver(EventType type, Delivery delivery) implements Step {}

        /** Tell a type at this level of {@link EventSampling} from now on. */
        record Sample(EventType type, int from, int to) implements Step {}

        /** Detach a family. */
        record Detach(String family) implements Step {}

        /** Attach a family that was detached. */
        record Attach(String family) implements Step {}
    }

    /**
     * @param limit CPU time by time
     * @param kept families that are never detached
     * @param alwaysAddedUp types that come as partials: however many events there are, the agent's own work is for rows
     */
    Budget(double limit, BudgetConfig config, Set<String> kept, Set<EventType> alwaysAddedUp) {
        this.limit = limit;
        this.highestLevel = config.highestLevel();
        this.mayDetach = config.detach();
        this.firstCalm = Math.toIntExact(config.attachAfter().toSeconds());
        this.calmToAttach = firstCalm;
        this.sinceAttached = LONGEST_CALM * firstCalm;
        this.kept = Set.copyOf(kept);
        this.alwaysAddedUp = Set.copyOf(alwaysAddedUp);
    }

    /**
     * Takes what was used in the last second, and says what to do; usually nothing.
     *
     * @param summable types that can be added up now, if they are not always; what cannot any more is not
     */
    List<Step> look(CpuUse use, Set<EventType> summable) {
        looks.addLast(use);
        if (looks.size() > LOOKS_TO_RECOVER) {
            looks.removeFirst();
        }
        sinceAttached++;
        calm = use.total() <= ROOM_TO_ATTACH * limit ? calm + 1 : 0;
        List<Step> steps = decide(summable);
        if (!steps.isEmpty()) {
            looks.clear();
            calm = 0;
        }
        return steps;
    }

    private List<Step> decide(Set<EventType> summable) {
        Optional<CpuUse> excess = excess();
        helpless &= excess.isPresent();
        if (excess.isEmpty() && looks.size() >= LOOKS_TO_RECOVER) {
            stepsInVain = 0;
        }
        List<EventType> unsuited = addedUp.keySet().stream()
                .filter(type -> !summable.contains(type))
                .toList();
        if (!unsuited.isEmpty()) {
            return unsuited.stream().map(this::tellEach).toList();
        }
        return excess.map(use -> stepDown(use, summable)).orElseGet(this::stepUp);
    }

    /**
     * What to act upon, if anything: the least of the seconds over the limit, so that one that stands out does not lead too far. How many events there
     * are is the mean, as those that are added up come by the second.
     */
    private Optional<CpuUse> excess() {
        List<CpuUse> over = looks.stream()
                .skip(Math.max(0, looks.size() - LOOKS_TO_STEP))
                .filter(look -> look.total() > limit)
                .toList();
        if (over.size() < 2 || looks.getLast().total() <= limit) {
            return Optional.empty();
        }
        return over.stream()
                .min(Comparator.comparingDouble(CpuUse::total))
                .map(least -> new CpuUse(least.agent(), least.families(), meanTold(over)));
    }

    private static Map<EventType, Double> meanTold(Collection<CpuUse> looks) {
        Map<EventType, Double> means = new EnumMap<>(EventType.class);
        looks.forEach(look -> look.told().forEach((type, told) -> means.merge(type, told / looks.size(), Double::sum)));
        return means;
    }

    private double mean(int last) {
        return looks.stream()
                .skip(looks.size() - last)
                .mapToDouble(CpuUse::total)
                .average()
                .orElse(0);
    }

    private List<Step> stepDown(CpuUse use, Set<EventType> summable) {
        List<Step> steps = new ArrayList<>();
        double saved = addUp(use, summable, steps);
        steps.addAll(tellLess(new CpuUse(use.agent() - saved, use.families(), use.told())));
        if (steps.isEmpty() && mayDetach) {
            steps.addAll(detachDearest(use));
        }
        helpless = steps.isEmpty();
        stepsInVain++;
        return steps;
    }

    /** Loses nothing, so it comes first, as far as it can be expected to help. Returns what it saves. */
    private double addUp(CpuUse use, Set<EventType> summable, List<Step> steps) {
        Map<EventType, Double> costs = agentCosts(use);
        costs.keySet().retainAll(summable);
        double saved = 0;
        for (Map.Entry<EventType, Double> cost : dearestFirst(costs)) {
            if (use.total() - saved <= AIM * limit || cost.getValue() <= WORTH * limit) {
                break;
            }
            EventType type = cost.getKey();
            addedUp.put(type, cost.getValue() / use.told(type));
            saved += cost.getValue();
            steps.add(new Step.Deliver(type, Delivery.PARTIALS));
        }
        return saved;
    }

    private static List<Map.Entry<EventType, Double>> dearestFirst(Map<EventType, Double> costs) {
        return costs.entrySet().stream()
                .map(Map.Entry::copyOf)
                .sorted(Map.Entry.<EventType, Double>comparingByValue().reversed())
                .toList();
    }

    private Step tellEach(EventType type) {
        addedUp.remove(type);
        return new Step.Deliver(type, Delivery.EVENTS);
    }

    private List<Step> tellLess(CpuUse use) {
        int[] before = levels.clone();
        Map<EventType, Double> costs = costs(use);
        double expected = use.total();
        double aim = AIM * limit * Math.pow(AIM_LOWER, stepsInVain);
        while (expected > aim) {
            Optional<Map.Entry<EventType, Double>> dearest = costs.entrySet().stream()
                    .filter(cost -> levels[cost.getKey().id()] < highestLevel && cost.getValue() / 2 > WORTH * limit)
                    .max(Map.Entry.comparingByValue());
            if (dearest.isEmpty()) {
                break;
            }
            EventType type = dearest.get().getKey();
            double saved = dearest.get().getValue() / 2;
            levels[type.id()]++;
            expected -= saved;
            costs.put(type, saved);
        }
        return changes(before);
    }

    /** What the events of each type cost, as far as it is theirs. */
    private Map<EventType, Double> costs(CpuUse use) {
        Map<EventType, Double> costs = agentCosts(use);
        for (Family family : use.families()) {
            double own = family.types().stream().mapToDouble(use::told).sum();
            for (EventType type : family.types()) {
                costs.merge(type, part(family.share(), use.told(type), own), Double::sum);
            }
        }
        return costs;
    }

    /** Of that what the agent does for them: nothing to speak of for those that are added up. */
    private Map<EventType, Double> agentCosts(CpuUse use) {
        Map<EventType, Double> told = new EnumMap<>(EventType.class);
        told.putAll(use.told());
        told.keySet().removeAll(alwaysAddedUp);
        told.keySet().removeAll(addedUp.keySet());
        double all = told.values().stream().mapToDouble(Double::doubleValue).sum();
        told.replaceAll((_, events) -> part(use.agent(), events, all));
        return told;
    }

    private static double part(double share, double told, double all) {
        return told == 0 ? 0 : told * Math.min(share / all, MOST_SECONDS_PER_EVENT);
    }

    private List<Step> changes(int[] before) {
        List<Step> steps = new ArrayList<>();
        for (EventType type : EventType.values()) {
            if (levels[type.id()] != before[type.id()]) {
                steps.add(new Step.Sample(type, before[type.id()], levels[type.id()]));
            }
        }
        return steps;
    }

    /** The family whose programs use most, unless the excess has little to do with them. */
    private List<Step> detachDearest(CpuUse use) {
        double excess = use.total() - limit;
        Family dearest = null;
        for (Family family : use.families()) {
            if (!kept.contains(family.name()) && (dearest == null || family.share() > dearest.share())) {
                dearest = family;
            }
        }
        if (dearest == null || dearest.share() < Math.max(WORTH * limit, excess / 10)) {
            return List.of();
        }
        if (sinceAttached < calmToAttach) {
            calmToAttach = Math.min(2 * calmToAttach, LONGEST_CALM * firstCalm);
        }
        detached.push(dearest.name());
        return List.of(new Step.Detach(dearest.name()));
    }

    /** Takes back the last first: no type is told more of while something is detached. */
    private List<Step> stepUp() {
        if (!detached.isEmpty()) {
            if (calm < calmToAttach) {
                return List.of();
            }
            sinceAttached = 0;
            return List.of(new Step.Attach(detached.pop()));
        }
        if (sinceAttached >= LONGEST_CALM * firstCalm) {
            calmToAttach = firstCalm;
        }
        if (looks.size() < LOOKS_TO_RECOVER) {
            return List.of();
        }
        return Arrays.stream(levels).anyMatch(level -> level > 0) ? tellMore() : tellOneByOne();
    }

    /** What it will cost the agent again is known from before. */
    private List<Step> tellOneByOne() {
        Map<EventType, Double> told = meanTold(looks);
        Map<EventType, Double> costs = new EnumMap<>(EventType.class);
        addedUp.forEach((type, seconds) -> costs.put(type, seconds * told.getOrDefault(type, 0.0)));
        List<Step> steps = new ArrayList<>();
        double expected = mean(LOOKS_TO_RECOVER);
        for (Map.Entry<EventType, Double> cost : dearestFirst(costs).reversed()) {
            if (!fits(expected, cost.getValue())) {
                break;
            }
            expected += cost.getValue();
            steps.add(tellEach(cost.getKey()));
        }
        return steps;
    }

    private List<Step> tellMore() {
        int[] before = levels.clone();
        Map<EventType, Double> costs = meanCosts();
        double expected = mean(LOOKS_TO_RECOVER);
        while (true) {
            Optional<Map.Entry<EventType, Double>> cheapest = costs.entrySet().stream()
                    .filter(cost -> levels[cost.getKey().id()] > 0)
                    .min(Map.Entry.comparingByValue());
            if (cheapest.isEmpty() || !fits(expected, cheapest.get().getValue())) {
                return changes(before);
            }
            EventType type = cheapest.get().getKey();
            double added = cheapest.get().getValue();
            levels[type.id()]--;
            expected += added;
            costs.put(type, added * 2);
        }
    }

    /** What costs next to nothing is not held back by what else is used. */
    private boolean fits(double expected, double added) {
        return expected + added <= (added < WORTH * limit ? limit : ROOM * limit);
    }

    private Map<EventType, Double> meanCosts() {
        Map<EventType, Double> means = new EnumMap<>(EventType.class);
        looks.forEach(look -> costs(look).forEach((type, cost) -> means.merge(type, cost / looks.size(), Double::sum)));
        return means;
    }

    /** Everything is attached anew, so nothing is detached any more. What is told of each type stays. */
    void attachedAnew() {
        detached.clear();
        looks.clear();
    }

    /** Whether too much is used and nothing more can be done about it. */
    boolean isHelpless() {
        return helpless;
    }

    /** What is being done, for the status: empty if nothing is. */
    String describe() {
        List<String> sampled = new ArrayList<>();
        for (EventType type : EventType.values()) {
            if (levels[type.id()] > 0) {
                sampled.add("%s 1/%d".formatted(type.label(), 1 << levels[type.id()]));
            }
        }
        List<String> parts = new ArrayList<>();
        if (!addedUp.isEmpty()) {
            parts.add("added up in the kernel: "
                    + addedUp.keySet().stream().map(EventType::label).collect(Collectors.joining(", ")));
        }
        if (!sampled.isEmpty()) {
            parts.add("told only in part: " + String.join(", ", sampled));
        }
        if (!detached.isEmpty()) {
            parts.add("detached: " + String.join(", ", detached));
        }
        if (helpless) {
            parts.add("it is exceeded all the same, by something that is not the probes'");
        }
        return parts.isEmpty() ? "" : "to keep to budget.cpu: " + String.join("; ", parts);
    }
}
