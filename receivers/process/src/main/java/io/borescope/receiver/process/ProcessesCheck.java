package io.borescope.receiver.process;

import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Stage;
import io.borescope.receiver.process.classes.ClassFileException;
import io.borescope.receiver.process.classes.ProcessClass;
import io.borescope.receiver.process.classes.ProcessClasses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says which running processes the rules select, and whether they select the one that the user asks about. Tracks nothing. */
final class ProcessesCheck implements Check {
    /** Processes of a rule that are named; more are counted. */
    private static final int MOST_NAMED = 5;

    private final ProcessReceiverConfig config;
    private final ProcFiles files;
    private final ProcessClasses classes;
    private final Selection selection;

    ProcessesCheck(ProcessReceiverConfig config, ProcFiles files) {
        this.config = config;
        this.files = files;
        this.classes = classes(config);
        this.selection = new Selection(
                config.include(),
                config.exclude(),
                Math.toIntExact(ProcessHandle.current().pid()),
                _ -> {});
    }

    /** A file that cannot be used has been reported with the configuration. */
    private static ProcessClasses classes(ProcessReceiverConfig config) {
        try {
            return config.knownClasses();
        } catch (ClassFileException e) {
            return ProcessClasses.shipped();
        }
    }

    @Override
    public Stage stage() {
        return Stage.PROCESSES;
    }

    @Override
    public void run(CheckSettings settings, Consumer<Finding> findings) {
        List<ProcessView> running = running();
        tellSelected(byRule(running), findings);
        warnOfUnreadablePrograms(running, findings);
        settings.subject().ifPresent(subject -> findings.accept(explain(subject.pid())));
    }

    /** A configuration may well name more programs than a host has: one rule with a process is enough. */
    private void tellSelected(List<List<ProcessView>> byRule, Consumer<Finding> findings) {
        List<String> idle = new ArrayList<>();
        for (int i = 0; i < byRule.size(); i++) {
            String name = "include[%d]".formatted(i);
            if (byRule.get(i).isEmpty()) {
                idle.add("{%s}".formatted(describe(config.include().get(i))));
            } else {
                findings.accept(Finding.ok(name, describe(config.include().get(i), byRule.get(i))));
            }
        }
        if (idle.size() == byRule.size()) {
            findings.accept(
                    Finding.warning(
                            "include",
                            "no running process is selected by " + String.join(", ", idle),
                            "Start one, or correct the rules; a process that starts later and matches is observed from then on."));
        } else if (!idle.isEmpty()) {
            findings.accept(Finding.ok("include", "no running process is selected by " + String.join(", ", idle)));
        }
    }

    private List<ProcessView> running() {
        List<ProcessView> running = new ArrayList<>();
        for (int pid : files.pids()) {
            view(pid).ifPresent(running::add);
        }
        running.sort(Comparator.comparingInt(ProcessView::pid));
        return running;
    }

    private Optional<ProcessView> view(int pid) {
        return Optional.ofNullable(files.stat(pid))
                .filter(stat -> !stat.kernelThread() && !stat.dead())
                .map(stat -> new ProcessView(files, classes, pid, stat.parentPid(), stat.name()));
    }

    /** The processes that each rule of include selects, which is the first that matches them. */
    private List<List<ProcessView>> byRule(List<ProcessView> running) {
        List<List<ProcessView>> byRule = config.include().stream()
                .<List<ProcessView>>map(_ -> new ArrayList<>())
                .toList();
        for (ProcessView process : running) {
            selection
                    .select(process)
                    .ifPresent(
                            rule -> byRule.get(config.include().indexOf(rule)).add(process));
        }
        return byRule;
    }

    private static String describe(SelectionRule rule, List<ProcessView> selected) {
        String named = selected.stream()
                .limit(MOST_NAMED)
                .map(process -> "%s %d".formatted(process.name(), process.pid()))
                .collect(Collectors.joining(", "));
        int others = selected.size() - MOST_NAMED;
        return named + (others > 0 ? " and %,d more".formatted(others) : "") + clients(rule, selected);
    }

    /** What rows will call them, where anybody says. */
    private static String clients(SelectionRule rule, List<ProcessView> selected) {
        String clients = selected.stream()
                .map(process -> Kind.of(Optional.of(rule), process.processClass(), Kind.UNKNOWN)
                        .client())
                .filter(client -> !client.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return clients.isEmpty() ? "" : " as client " + clients;
    }

    /** What it asks for, as written in YAML. */
    private static String describe(SelectionRule rule) {
        return Stream.of(
                        key("class", rule.class_()),
                        key("group", rule.group()),
                        key("name", rule.name()),
                        key("executable", rule.executable()),
                        key("command_line", rule.commandLine()),
                        key("cgroup", rule.cgroup()),
                        key("pid", rule.pid()),
                        key("parent", rule.parent()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> key(String key, @Nullable Object value) {
        return Optional.ofNullable(value).map(given -> key + ": " + given);
    }

    private void warnOfUnreadablePrograms(List<ProcessView> running, Consumer<Finding> findings) {
        boolean asked = Stream.concat(config.include().stream(), config.exclude().stream())
                .anyMatch(rule -> rule.executable() != null);
        long unreadable = asked
                ? running.stream()
                        .filter(process -> files.deniesExecutable(process.pid()))
                        .count()
                : 0;
        if (unreadable > 0) {
            findings.accept(Finding.warning(
                    "executables",
                    "the programs of %,d processes cannot be read, so no rule with executable selects them"
                            .formatted(unreadable),
                    "Grant CAP_SYS_PTRACE, or select by name."));
        }
    }

    /** Why a process is observed, or why not. */
    private Finding explain(int pid) {
        String name = "process " + pid;
        Optional<ProcessView> view = view(pid);
        if (view.isEmpty()) {
            return Finding.failed(name, "there is no such process", "Give the id of a running process.");
        }
        Optional<SelectionRule> rule = selection.select(view.get());
        String what = nameAndClass(view.get());
        if (rule.isPresent()) {
            return Finding.ok(
                    name,
                    "%s, selected by include[%d]"
                            .formatted(what, config.include().indexOf(rule.get())));
        }
        return selection.excludes(view.get())
                ? Finding.warning(name, what + " is kept out", "Remove the rule of exclude that matches it.")
                : Finding.warning(
                        name,
                        what + " is selected by no rule",
                        "Add one: include: [{name: %s}]. Children of a selected process need none."
                                .formatted(view.get().name()));
    }

    private static String nameAndClass(ProcessView process) {
        ProcessClass found = process.processClass();
        return found == null ? process.name() : "%s of class %s".formatted(process.name(), found.client());
    }
}
