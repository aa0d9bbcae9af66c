package io.borescope.receiver.process.classes;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A kind of process: how it is recognised, what it is called, and what its ports are for. */
public record ProcessClass(
        @Doc("What it is called in rows: a-z, 0-9, dot, dash and underscore. Several classes may share it.")
        String client,

        @Doc("What it belongs to, slashes between levels: ethereum/execution.") @Nullable
        String group,

        @Doc(
                "File names of its executable, or paths if there is a slash in them; * stands for anything. A version or -binary behind the name does not matter.")
        List<String> executables,

        @Doc(
                "What an interpreter (java, dotnet, node, python) runs: main class, jar, assembly, script or module, by file name or path; * stands for anything.")
        List<String> programs,

        @Doc(
                "Words among its arguments that tell it from other classes of the same program: the first of them that is found decides.")
        List<String> subcommands,

        @Doc(
                "Its kernel name, cut to 15 bytes or not, or the file name in its first argument, where the executable says nothing.")
        List<String> names,

        @Doc("A part of its cgroup's path: geth.service; * stands for anything. Asked last.")
        List<String> cgroups,

        @Doc("A file with settings that its command line names.") @Nullable
        ConfigFileRule configFile,

        @Doc("The ports that it listens on.") List<PortRule> listens,

        @Doc("The ports of others that it connects to.") List<PortRule> talksTo,

        @Doc("Labels of ports that it listens on or connects to: {\"5432\": postgres, \"53/udp\": dns}.")
        Map<String, String> ports,

        @Doc("Label of every TCP port that it listens on and that nothing else names.") @Nullable
        String sockets) {

    private static final Pattern CLIENT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern GROUP = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}(/[a-z0-9][a-z0-9._-]{0,63}){0,3}");
    private static final int MOST_NAMES = 256;
    private static final int LONGEST_NAME = 1_024;

    public ProcessClass {
        client = requireNonNullElse(client, "");
        executables = List.copyOf(executables);
        programs = List.copyOf(programs);
        subcommands = List.copyOf(subcommands);
        names = List.copyOf(names);
        cgroups = List.copyOf(cgroups);
        listens = List.copyOf(listens);
        talksTo = List.copyOf(talksTo);
        ports = Map.copyOf(ports);
    }

    /** Its group; empty if it has none. */
    public String groupLabel() {
        return group == null ? "" : group;
    }

    /** Whether it belongs to a group or to one below it. */
    public boolean within(String ancestor) {
        return group != null && (group.equals(ancestor) || group.startsWith(ancestor + "/"));
    }

    /** This class, with the keys about its group and its ports that it does not give taken from another of the same client. */
    ProcessClass orElse(ProcessClass other) {
        return new ProcessClass(
                client,
                group == null ? other.group : group,
                executables,
                programs,
                subcommands,
                names,
                cgroups,
                configFile == null ? other.configFile : configFile,
                listens.isEmpty() ? other.listens : listens,
                talksTo.isEmpty() ? other.talksTo : talksTo,
                ports.isEmpty() ? other.ports : ports,
                sockets == null ? other.sockets : sockets);
    }

    /** Whether it says how it is recognised. */
    boolean isRecognisable() {
        return !(executables.isEmpty() && programs.isEmpty() && names.isEmpty() && cgroups.isEmpty());
    }

    /** Reports everything that is wrong with it. */
    public void validate(Problems problems) {
        if (!CLIENT.matcher(client).matches()) {
            problems.add(
                    "client", "\"%s\" is not a client. Use a-z, 0-9, dot, dash and underscore, at most 64.", client);
        }
        if (group != null && !GROUP.matcher(group).matches()) {
            problems.add("group", "\"%s\" is not a group. Write it like ethereum/execution.", group);
        }
        if (!isRecognisable()) {
            problems.add("", "cannot be recognised. Give executables, programs, names or cgroups.");
        }
        validateNames("executables", executables, problems);
        validateNames("programs", programs, problems);
        validateNames("subcommands", subcommands, problems);
        validateNames("names", names, problems);
        validateNames("cgroups", cgroups, problems);
        if (configFile != null) {
            configFile.validate(problems.within("config_file"));
        }
        validateRules("listens", listens, problems);
        validateRules("talks_to", talksTo, problems);
        PortLabel.validateAll("ports", ports, problems);
        if (sockets != null) {
            PortLabel.validate("sockets", sockets, problems);
        }
    }

    private static void validateNames(String key, List<String> names, Problems problems) {
        if (names.size() > MOST_NAMES) {
            problems.add(key, "has %d names; %d are the limit.", names.size(), MOST_NAMES);
        }
        for (String name : names) {
            if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().allMatch(c -> c == '*')) {
                problems.add(key, "\"%s\" would match anything or nothing. Write a name.", name);
            }
        }
    }

    private static void validateRules(String key, List<PortRule> rules, Problems problems) {
        if (rules.size() > MOST_NAMES) {
            problems.add(key, "has %d ports; %d are the limit.", rules.size(), MOST_NAMES);
        }
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).validate(problems.within(key + "[" + i + "]"));
        }
    }
}
