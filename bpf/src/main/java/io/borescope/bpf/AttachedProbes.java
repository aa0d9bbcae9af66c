package io.borescope.bpf;

import static java.util.Comparator.comparing;

import io.borescope.api.event.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The programs that are attached, each probe group in the first of its ways that works on this kernel. What it refused is known with its
 * cause; the rest runs. One event is written per observation in a tracked process, or counted as lost. Not thread-safe.
 */
public final class AttachedProbes implements AutoCloseable {
    private final EventRings rings;
    private final ProcessTracker tracker;
    private final ProbeOptions options;
    private final Map<ProbeObject, BpfObject> objects = new EnumMap<>(ProbeObject.class);
    private final Map<ProbeGroup, String> attached = new EnumMap<>(ProbeGroup.class);
    private final List<Refusal> refusals = new ArrayList<>();

    private AttachedProbes(EventRings rings, ProcessTracker tracker, ProbeOptions options) {
        this.rings = rings;
        this.tracker = tracker;
        this.options = options;
    }

    /**
     * A way that this kernel did not take.
     *
     * @param group what was to be observed
     * @param way how
     * @param errno of the kernel, positive; 0 if the cause was another
     * @param cause what failed with which errno, in one line
     * @param message cause and remedy, with the verifier's last words if it was the one who refused
     */
    public record Refusal(ProbeGroup group, String way, int errno, String cause, String message) {
        static Refusal of(ProbeGroup group, Way way, BpfException cause) {
            return new Refusal(group, way.name(), cause.errno(), cause.cause(), String.valueOf(cause.getMessage()));
        }

        /** What to do about it, as sentences; empty if there is nothing to say. */
        public String remedy() {
            return Errno.remedyFor(errno);
        }

        /** {@code EPERM}. */
        public String errnoName() {
            return Errno.nameOf(errno);
        }
    }

    /** Loads and attaches what the kernel lets. Never fails as a whole: see {@link #attached()} and {@link #refusals()}. */
    public static AttachedProbes attach(EventRings rings, ProcessTracker tracker, ProbeOptions options) {
        AttachedProbes probes = new AttachedProbes(rings, tracker, options);
        try {
            for (ProbeObject object : ProbeObject.values()) {
                Set<ProbeGroup> groups = EnumSet.copyOf(options.groups());
                groups.removeIf(group -> group.object() != object);
                if (!groups.isEmpty()) {
                    probes.attach(object, groups);
                }
            }
        } catch (RuntimeException e) {
            probes.close();
            throw e;
        }
        return probes;
    }

    /** All groups of an object at once in their preferred ways; if the kernel refuses that, each is tried for itself before. */
    private void attach(ProbeObject object, Set<ProbeGroup> groups) {
        Map<ProbeGroup, List<Way>> candidates = new EnumMap<>(ProbeGroup.class);
        groups.forEach(group -> candidates.put(group, candidates(group)));
        candidates.values().removeIf(List::isEmpty);
        Map<ProbeGroup, Way> choice = new EnumMap<>(ProbeGroup.class);
        candidates.forEach((group, ways) -> choice.put(group, ways.getFirst()));
        if (choice.isEmpty()) {
            return;
        }
        try {
            keep(object, choice);
            return;
        } catch (BpfException e) {
            choice.clear(); // which of them it was, and why, comes out below
        }
        candidates.forEach((group, ways) -> ways.stream()
                .filter(way -> isAccepted(object, group, way))
                .findFirst()
                .ifPresent(way -> choice.put(group, way)));
        if (!choice.isEmpty()) {
            keepTogether(object, choice);
        }
    }

    private void keepTogether(ProbeObject object, Map<ProbeGroup, Way> choice) {
        try {
            keep(object, choice);
        } catch (BpfException e) {
            choice.forEach((group, way) -> refusals.add(Refusal.of(group, way, e)));
        }
    }

    private void keep(ProbeObject object, Map<ProbeGroup, Way> choice) throws BpfException {
        objects.put(object, open(object, choice));
        choice.forEach((group, way) -> attached.put(group, way.name()));
        refusals.removeIf(refusal -> isNeedless(refusal, choice.get(refusal.group())));
    }

    /** What cannot be had is of interest only as far as it would have been preferred. */
    private static boolean isNeedless(Refusal refusal, @Nullable Way chosen) {
        List<String> ways = inOrder(refusal.group().ways()).map(Way::name).toList();
        return chosen != null && ways.indexOf(refusal.way()) > ways.indexOf(chosen.name());
    }

    /** The preferred first: where the kernel skips programs at some hooks, the others come before those. */
    private static Stream<Way> inOrder(List<Way> ways) {
        return Preemption.atTracepoints() ? ways.stream().sorted(comparing(Way::isPreemptible)) : ways.stream();
    }

    /** The ways of a group that may be tried, in their order. */
    private List<Way> candidates(ProbeGroup group) {
        String only = options.ways().get(group);
        List<Way> ways = inOrder(group.ways())
                .filter(way -> only == null || way.name().equals(only))
                .toList();
        if (ways.isEmpty()) {
            throw new IllegalArgumentException("%s has no way %s: %s".formatted(group.label(), only, group.wayNames()));
        }
        return ways.stream().filter(way -> isPossible(group, way)).toList();
    }

    private boolean isPossible(ProbeGroup group, Way way) {
        BpfException missing = MissingHooks.neededBy(way);
        if (missing != null) {
            refusals.add(Refusal.of(group, way, missing));
        }
        return missing == null;
    }

    private boolean isAccepted(ProbeObject object, ProbeGroup group, Way way) {
        try {
            open(object, Map.of(group, way)).close();
            return true;
        } catch (BpfException e) {
            refusals.add(Refusal.of(group, way, e));
            return false;
        }
    }

    private BpfObject open(ProbeObject kind, Map<ProbeGroup, Way> choice) throws BpfException {
        Set<String> programs = new LinkedHashSet<>();
        choice.values().forEach(way -> programs.addAll(way.programs()));
        BpfObject object = BpfObject.open(kind.label());
        try {
            object.restrictTo(programs);
            rings.addTo(kind, object);
            tracker.shareSlotsWith(object);
            SamplingTable.fill(object.constant("sampling"), options);
            kind.prepare(object, choice.keySet(), options);
            object.load();
            for (String program : programs) {
                kind.attach(object.program(program), options);
            }
            return object;
        } catch (BpfException | RuntimeException e) {
            object.close();
            throw e;
        }
    }

    /** The groups whose programs run, each with the name of its way. */
    public Map<ProbeGroup, String> attached() {
        return Collections.unmodifiableMap(attached);
    }

    /** The groups that are wanted and not attached. */
    public Set<ProbeGroup> missing() {
        Set<ProbeGroup> missing = EnumSet.copyOf(options.groups());
        missing.removeAll(attached.keySet());
        return missing;
    }

    /** Every way that was tried in vain, also of groups that run in another way now. */
    public List<Refusal> refusals() {
        return Collections.unmodifiableList(refusals);
    }

    /** Whether events of this type are told. */
    public boolean tells(EventType type) {
        return attached.keySet().stream().anyMatch(group -> group.produces().contains(type));
    }

    /**
     * Runs that the kernel has left out so far because the same program was at work on that CPU. Each may have been an event, of any
     * process and any kind, so this bounds from above what is missing without being counted elsewhere. It stays 0 where programs run
     * with preemption off. Always 0 before Linux 5.12, which does not tell.
     */
    public long skippedRuns() throws BpfException {
        long sum = 0;
        for (BpfObject object : objects.values()) {
            sum += object.skippedRuns();
        }
        return sum;
    }

    /** What each attached program has run so far while {@link RunTimeStats} were kept. */
    public List<ProgramRuns> programRuns() throws BpfException {
        List<ProgramRuns> runs = new ArrayList<>();
        for (BpfObject object : objects.values()) {
            runs.addAll(object.programRuns());
        }
        return runs;
    }

    /** The groups that run, by the family whose programs they share: a family is loaded and detached as a whole. Its name is for users. */
    public Map<String, Set<ProbeGroup>> families() {
        Map<String, Set<ProbeGroup>> families = new LinkedHashMap<>();
        for (ProbeGroup group : attached.keySet()) {
            families.computeIfAbsent(group.object().label(), name -> EnumSet.noneOf(ProbeGroup.class))
                    .add(group);
        }
        return families;
    }

    /** How long the programs of a family have run so far while {@link RunTimeStats} were kept, on all CPUs, in nanoseconds. */
    public long runNanos(String family) throws BpfException {
        BpfObject object = objects.get(ProbeObject.ofLabel(family));
        return object == null
                ? 0
                : object.programRuns().stream().mapToLong(ProgramRuns::nanos).sum();
    }

    /** Detaches and unloads a family. Returns its groups, for {@link #attachAgain}. */
    public Set<ProbeGroup> detach(String family) {
        ProbeObject kind = ProbeObject.ofLabel(family);
        BpfObject object = objects.remove(kind);
        Set<ProbeGroup> groups = EnumSet.noneOf(ProbeGroup.class);
        if (object != null) {
            object.close();
            attached.keySet().stream().filter(group -> group.object() == kind).forEach(groups::add);
            attached.keySet().removeAll(groups);
        }
        return groups;
    }

    /** Attaches groups that were detached, anew: what they had remembered is forgotten. {@link #attached()} says whether that went well. */
    public void attachAgain(Set<ProbeGroup> groups) {
        refusals.removeIf(refusal -> groups.contains(refusal.group()));
        for (ProbeObject object : ProbeObject.values()) {
            Set<ProbeGroup> own = EnumSet.noneOf(ProbeGroup.class);
            groups.stream().filter(group -> group.object() == object).forEach(own::add);
            if (!own.isEmpty()) {
                attach(object, own);
            }
        }
    }

    /** Detaches and unloads; what is in the rings stays readable. */
    @Override
    public void close() {
        new ArrayList<>(objects.values()).reversed().forEach(BpfObject::close);
        objects.clear();
        attached.clear();
    }
}
