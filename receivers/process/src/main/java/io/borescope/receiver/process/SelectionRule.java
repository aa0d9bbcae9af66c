package io.borescope.receiver.process;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.receiver.process.classes.ProcessClasses;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Selects processes: all keys that are given must match. */
public record SelectionRule(
        @Doc("Client of a class, of the configuration or of those that ship: geth, postgres.") @Nullable
        String class_,

        @Doc("Group of classes, those below it included: ethereum, ethereum/consensus.") @Nullable
        String group,

        @Doc(
                "The kernel's name of the process (comm). Names beyond 15 bytes match what the kernel cut; <name>-binary matches too.")
        @Nullable
        String name,

        @Doc("Path of the program, or its file name if there is no slash in it.") @Nullable
        String executable,

        @Doc("Regular expression to be found in the arguments, joined by spaces; of them, the first 128 KiB.") @Nullable
        String commandLine,

        @Doc(
                "Path of a cgroup, of version 1 or 2; processes in cgroups below it match too. A path under /sys/fs/cgroup is understood.")
        @Nullable
        String cgroup,

        @Doc("Process id, in the host's pid namespace.") @Nullable
        Integer pid,

        @Doc("Pid or name of the parent.") @Nullable String parent,

        @Doc("Who the process is, whatever its class: geth, postgres. Rows carry it; its children inherit it.")
        @Nullable
        String client,

        @Doc("Whether processes that it starts are observed too, from their first instruction on.") @Nullable
        Boolean children) {

    private static final int MAX_LENGTH = 1_024;

    /** Whether children are tracked as well. */
    boolean withChildren() {
        return children == null || children;
    }

    /** The label for what this rule selects; empty if it does not say. */
    String clientLabel() {
        return client == null ? "" : client;
    }

    void validate(Problems problems) {
        if (Stream.of(class_, group, name, executable, commandLine, cgroup, pid, parent)
                .allMatch(Objects::isNull)) {
            problems.add(
                    "",
                    "selects every process. Give at least one of class, group, name, executable, command_line, cgroup, pid,"
                            + " parent.");
        }
        validateText("name", name, problems);
        validateText("executable", executable, problems);
        validateText("command_line", commandLine, problems);
        validateText("cgroup", cgroup, problems);
        validateText("parent", parent, problems);
        validateText("client", client, problems);
        if (cgroup != null && !cgroup.startsWith("/")) {
            problems.add(
                    "cgroup",
                    "\"%s\" does not begin with a slash. Write it as in /proc/<pid>/cgroup: /system.slice/geth.service.",
                    cgroup);
        }
        if (pid != null && pid < 1) {
            problems.add("pid", "%d is no process id. Use 1 or more.", pid);
        }
        if (commandLine != null) {
            validatePattern(commandLine, problems);
        }
    }

    /** Keys that say what to do with a selected process mean nothing where processes are kept out. */
    void validateExclude(Problems problems) {
        if (client != null) {
            problems.add("client", "means nothing in exclude. Remove it.");
        }
        if (children != null) {
            problems.add("children", "means nothing in exclude. Remove it.");
        }
    }

    /** What it names must be there. */
    void validateClasses(ProcessClasses classes, Problems problems) {
        validateKnown("class", class_, classes.clients(), problems);
        validateKnown("group", group, classes.groups(), problems);
    }

    private static void validateKnown(String key, @Nullable String given, Set<String> known, Problems problems) {
        if (given != null && !known.contains(given)) {
            problems.add(key, "\"%s\" is not known. Known: %s.", given, String.join(", ", known));
        }
    }

    private static void validateText(String key, @Nullable String text, Problems problems) {
        if (text == null) {
            return;
        }
        if (text.isBlank()) {
            problems.add(key, "is empty. Write what must match, or remove the key.");
        } else if (text.length() > MAX_LENGTH) {
            problems.add(key, "has %d characters; %d are the limit.", text.length(), MAX_LENGTH);
        }
    }

    private static void validatePattern(String pattern, Problems problems) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            problems.add(
                    "command_line",
                    "is not a regular expression: %s at position %d.",
                    e.getDescription(),
                    e.getIndex());
        }
    }
}
