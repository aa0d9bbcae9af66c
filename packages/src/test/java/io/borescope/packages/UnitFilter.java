package io.borescope.packages;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The system calls and address families that the systemd unit allows, as a seccomp profile of the OCI runtime specification: so they can be in force
 * without systemd. Groups such as {@code @system-service} are what this machine's systemd says they are.
 */
final class UnitFilter {
    /** Linux' {@code AF_*}. */
    private static final Map<String, Integer> FAMILIES =
            Map.of("AF_UNIX", 1, "AF_INET", 2, "AF_INET6", 10, "AF_NETLINK", 16);

    private static final int EPERM = 1;

    private UnitFilter() {}

    static JsonElement profile() throws IOException, InterruptedException {
        Map<String, List<String>> groups = groups();
        Set<String> calls = new TreeSet<>();
        for (String word : setting("SystemCallFilter")) {
            add(word, groups, calls);
        }
        calls.remove("socket");
        List<Object> rules = new ArrayList<>();
        rules.add(Map.of("names", calls, "action", "SCMP_ACT_ALLOW"));
        for (String family : setting("RestrictAddressFamilies")) {
            Map<String, Object> isFamily = Map.of("index", 0, "value", FAMILIES.get(family), "op", "SCMP_CMP_EQ");
            rules.add(Map.of("names", List.of("socket"), "action", "SCMP_ACT_ALLOW", "args", List.of(isFamily)));
        }
        return new Gson()
                .toJsonTree(Map.of("defaultAction", "SCMP_ACT_ERRNO", "defaultErrnoRet", EPERM, "syscalls", rules));
    }

    private static void add(String word, Map<String, List<String>> groups, Set<String> calls) {
        if (word.startsWith("@")) {
            groups.getOrDefault(word, List.of()).forEach(member -> add(member, groups, calls));
        } else {
            calls.add(word);
        }
    }

    private static List<String> setting(String name) throws IOException {
        return Files.readAllLines(Packages.UNIT).stream()
                .filter(line -> line.startsWith(name + "="))
                .flatMap(line -> List.of(line.substring(name.length() + 1).split(" ", -1)).stream())
                .toList();
    }

    /** The name of each group stands at the beginning of a line, its members below it, indented, comments among them. */
    private static Map<String, List<String>> groups() throws IOException, InterruptedException {
        Map<String, List<String>> groups = new HashMap<>();
        List<String> members = new ArrayList<>();
        for (String line : Command.run("systemd-analyze", "--no-pager", "syscall-filter")
                .lines()
                .toList()) {
            if (line.startsWith("@")) {
                members = new ArrayList<>();
                groups.put(line.strip(), members);
            } else if (line.startsWith("    ") && !line.strip().startsWith("#")) {
                members.add(line.strip());
            }
        }
        return groups;
    }
}
