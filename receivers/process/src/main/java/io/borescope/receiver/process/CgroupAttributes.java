package io.borescope.receiver.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the paths of a process's cgroups say about where it runs: its container, its pod, its systemd unit. No container engine is asked,
 * so names and labels of containers are not known.
 */
final class CgroupAttributes {
    static final String CONTAINER_ID = "container.id";
    static final String POD_UID = "k8s.pod.uid";
    static final String UNIT = "systemd.unit";
    static final String USER_UNIT = "systemd.user_unit";

    /** Docker, containerd, CRI-O and Podman name a container by 64 hexadecimal digits, behind a prefix or not. */
    private static final Pattern CONTAINER = Pattern.compile("(?:^|.*[-:])([0-9a-f]{64})(?:\\.scope)?");

    /** Tasks of Amazon ECS on Fargate. */
    private static final Pattern FARGATE = Pattern.compile("([0-9a-f]{32}-[0-9]{1,20})");

    /** What watches over a container is not in it. */
    private static final Pattern MONITOR = Pattern.compile(".*-conmon-.*");

    /** Of both cgroup drivers; static pods have a hash instead of a UUID. */
    private static final Pattern POD = Pattern.compile(
            "(?:^|.*[-:])pod([0-9a-f]{8}([-_])[0-9a-f]{4}\\2[0-9a-f]{4}\\2[0-9a-f]{4}\\2[0-9a-f]{12}|[0-9a-f]{32})"
                    + "(?:\\.slice)?(?::.*)?");

    private static final Pattern SYSTEMD_UNIT = Pattern.compile(".+\\.(service|scope|socket|mount|swap)");
    private static final Pattern USER_MANAGER = Pattern.compile("user@[0-9]+\\.service");

    private CgroupAttributes() {}

    /** By the names of OpenTelemetry's conventions where they have one; what is not known is not there. */
    static Map<String, String> of(Cgroups cgroups) {
        Map<String, String> attributes = new TreeMap<>();
        put(attributes, CONTAINER_ID, cgroups, CgroupAttributes::container);
        put(attributes, POD_UID, cgroups, CgroupAttributes::pod);
        put(attributes, UNIT, cgroups, CgroupAttributes::unit);
        put(attributes, USER_UNIT, cgroups, CgroupAttributes::userUnit);
        return attributes;
    }

    /** The hierarchies of version 1 need not agree: the first that says something counts. */
    private static void put(
            Map<String, String> attributes,
            String name,
            Cgroups cgroups,
            Function<List<String>, Optional<String>> find) {
        cgroups.paths().stream()
                .map(path -> List.of(path.split("/")))
                .map(find)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(value -> attributes.put(name, value));
    }

    /** The innermost: a container may run containers. */
    private static Optional<String> container(List<String> parts) {
        return parts.reversed().stream()
                .filter(part -> !MONITOR.matcher(part).matches())
                .map(part -> group(CONTAINER, part).or(() -> group(FARGATE, part)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> pod(List<String> parts) {
        return parts.reversed().stream()
                .map(part -> group(POD, part))
                .flatMap(Optional::stream)
                .map(uid -> uid.replace('_', '-'))
                .findFirst();
    }

    /** The first below the slices. */
    private static Optional<String> unit(List<String> parts) {
        return parts.stream()
                .filter(part -> SYSTEMD_UNIT.matcher(part).matches())
                .findFirst();
    }

    /** The first below a user's own manager. */
    private static Optional<String> userUnit(List<String> parts) {
        List<String> below = new ArrayList<>(parts);
        while (!below.isEmpty() && !USER_MANAGER.matcher(below.getFirst()).matches()) {
            below.removeFirst();
        }
        return below.isEmpty() ? Optional.empty() : unit(below.subList(1, below.size()));
    }

    private static Optional<String> group(Pattern pattern, String part) {
        Matcher matcher = pattern.matcher(part);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
