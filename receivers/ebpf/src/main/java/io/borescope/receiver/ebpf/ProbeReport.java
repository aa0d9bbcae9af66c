package io.borescope.receiver.ebpf;

import io.borescope.bpf.AttachedProbes;
import io.borescope.bpf.AttachedProbes.Refusal;
import io.borescope.bpf.ProbeGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says what is attached and what is not, in lines that stay readable for dozens of groups: those with the same fate share a line.
 *
 * @param attached the groups that run, each with the name of its way
 * @param missing the groups that do not
 * @param refusals every way that the kernel did not take
 */
record ProbeReport(Map<ProbeGroup, String> attached, Set<ProbeGroup> missing, List<Refusal> refusals) {
    /**
     * @param detached groups that are missing on purpose
     */
    static ProbeReport of(AttachedProbes probes, Set<ProbeGroup> detached) {
        Set<ProbeGroup> missing = new LinkedHashSet<>(probes.missing());
        missing.removeAll(detached);
        return new ProbeReport(probes.attached(), missing, probes.refusals());
    }

    /** Per way the groups that run by it. */
    List<String> attachedLines() {
        Map<String, List<ProbeGroup>> byWay = new TreeMap<>();
        attached.forEach((group, way) ->
                byWay.computeIfAbsent(way, key -> new ArrayList<>()).add(group));
        return byWay.entrySet().stream()
                .map(way -> "attached by %s: %s".formatted(way.getKey(), labels(way.getValue())))
                .toList();
    }

    /** Per way and error the groups that had to take another way and run by that. */
    List<String> detourLines() {
        Map<String, Set<ProbeGroup>> byCause = new LinkedHashMap<>();
        for (Refusal refusal : refusals) {
            if (attached.containsKey(refusal.group())) {
                String cause = "%s (%s)".formatted(refusal.way(), refusal.errnoName());
                byCause.computeIfAbsent(cause, key -> new LinkedHashSet<>()).add(refusal.group());
            }
        }
        return byCause.entrySet().stream()
                .map(cause -> "refused by this kernel, another way runs: %s for %s"
                        .formatted(cause.getKey(), labels(cause.getValue())))
                .toList();
    }

    /** Per cause those of some groups that are missing, with each way that was tried, its error and what to do. */
    List<String> missingLines(Set<ProbeGroup> groups) {
        return missingLines(groups, Refusal::message);
    }

    /** All that are missing, for the status: without what the kernel had to say beyond the error. */
    String missingSummary() {
        return "%d of %d probe groups are not attached, the rest runs:%n%s"
                .formatted(
                        missing.size(),
                        missing.size() + attached.size(),
                        String.join("\n", missingLines(missing, ProbeReport::firstLine)));
    }

    private List<String> missingLines(Set<ProbeGroup> groups, Function<Refusal, String> text) {
        Map<String, List<ProbeGroup>> byCause = new LinkedHashMap<>();
        for (ProbeGroup group : missing) {
            if (!groups.contains(group)) {
                continue;
            }
            String cause = refusals.stream()
                    .filter(refusal -> refusal.group() == group)
                    .map(refusal -> "%n  by %s: %s".formatted(refusal.way(), text.apply(refusal)))
                    .collect(Collectors.joining());
            byCause.computeIfAbsent(cause, key -> new ArrayList<>()).add(group);
        }
        return byCause.entrySet().stream()
                .map(cause -> labels(cause.getValue()) + cause.getKey())
                .toList();
    }

    private static String firstLine(Refusal refusal) {
        return refusal.message().lines().findFirst().orElse("");
    }

    private static String labels(Collection<ProbeGroup> groups) {
        return groups.stream().map(ProbeGroup::label).collect(Collectors.joining(", "));
    }
}
