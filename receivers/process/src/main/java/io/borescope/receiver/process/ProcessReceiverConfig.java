package io.borescope.receiver.process;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.process.PortTable;
import io.borescope.receiver.process.classes.ClassFile;
import io.borescope.receiver.process.classes.ClassFileException;
import io.borescope.receiver.process.classes.PortLabel;
import io.borescope.receiver.process.classes.ProcessClass;
import io.borescope.receiver.process.classes.ProcessClasses;
import io.borescope.receiver.process.ports.PortLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which processes to observe, and how long to remember them. */
public record ProcessReceiverConfig(
        @Doc("Rules that select processes. All keys of a rule must match; the first rule that matches selects.")
        List<SelectionRule> include,

        @Doc("Rules that keep processes out, whatever include says; children of a selected process among them.")
        List<SelectionRule> exclude,

        @Doc("Classes of processes beside those that ship, asked before them.")
        List<ProcessClass> classes,

        @Doc("A YAML file with more classes under the key classes, asked after those of this configuration.") @Nullable
        Path classesFile,

        @Doc("Labels of ports that any observed process listens on or connects to, where its class says nothing else.")
        Map<String, String> ports,

        @Doc(
                "How often /proc is compared with what the kernel told. Finds processes that rename themselves or move between cgroups.")
        Duration scanInterval,

        @Doc("How long an exited process stays known. Must be longer than the longest window with its grace period.")
        Duration exitedRetention,

        @Doc("Most processes known at a time, the exited ones that are still kept included.")
        Integer maxProcesses,

        @Doc("Size of the kernel's ring for fork, exec and exit records; a power of two. A record takes 200 bytes.")
        ByteSize lifecycleBufferSize)
        implements ComponentConfig {

    private static final Duration DEFAULT_SCAN_INTERVAL = Duration.ofSeconds(10);
    private static final Duration DEFAULT_EXITED_RETENTION = Duration.ofSeconds(60);
    private static final int DEFAULT_MAX_PROCESSES = 65_536;
    private static final ByteSize DEFAULT_LIFECYCLE_BUFFER_SIZE = ByteSize.ofMebibytes(1);

    private static final Duration MIN_SCAN_INTERVAL = Duration.ofMillis(100);
    private static final ByteSize MIN_BUFFER_SIZE = ByteSize.ofKibibytes(4);
    private static final ByteSize MAX_BUFFER_SIZE = ByteSize.ofMebibytes(256);
    private static final int MAX_RULES = 1_000;

    public ProcessReceiverConfig {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        classes = List.copyOf(classes);
        ports = Map.copyOf(ports);
        scanInterval = requireNonNullElse(scanInterval, DEFAULT_SCAN_INTERVAL);
        exitedRetention = requireNonNullElse(exitedRetention, DEFAULT_EXITED_RETENTION);
        maxProcesses = requireNonNullElse(maxProcesses, DEFAULT_MAX_PROCESSES);
        lifecycleBufferSize = requireNonNullElse(lifecycleBufferSize, DEFAULT_LIFECYCLE_BUFFER_SIZE);
    }

    @Override
    public void validate(Problems problems) {
        if (include.isEmpty()) {
            problems.add(
                    "include",
                    "selects no process, so nothing would be observed. Write for example: include: [{class: geth}].");
        }
        ClassFile.validate(classes, problems);
        PortLabel.validateAll("ports", ports, problems);
        validateRules("include", include, problems);
        validateRules("exclude", exclude, problems);
        validateClasses(problems);
        for (int i = 0; i < exclude.size(); i++) {
            exclude.get(i).validateExclude(problems.within("exclude[" + i + "]"));
        }
        if (scanInterval.compareTo(MIN_SCAN_INTERVAL) < 0) {
            problems.add("scan_interval", "%d ms is too short. Use 100ms or more.", scanInterval.toMillis());
        }
        if (exitedRetention.isNegative()) {
            problems.add("exited_retention", "cannot be negative. Use 0s or more.");
        }
        if (maxProcesses < 1) {
            problems.add("max_processes", "%d is too few. Use 1 or more.", maxProcesses);
        }
        if (!lifecycleBufferSize.isPowerOfTwo()
                || lifecycleBufferSize.compareTo(MIN_BUFFER_SIZE) < 0
                || lifecycleBufferSize.compareTo(MAX_BUFFER_SIZE) > 0) {
            problems.add(
                    "lifecycle_buffer_size",
                    "%s is not a power of two from %s to %s. Use 256KiB, 1MiB or 4MiB.",
                    lifecycleBufferSize,
                    MIN_BUFFER_SIZE,
                    MAX_BUFFER_SIZE);
        }
    }

    /**
     * The classes that processes are told apart by.
     *
     * @throws ClassFileException if {@code classes_file} cannot be used
     */
    ProcessClasses knownClasses() throws ClassFileException {
        ClassFile file = classesFile == null ? ClassFile.EMPTY : ClassFile.read(classesFile);
        return ProcessClasses.of(classes, file);
    }

    private void validateClasses(Problems problems) {
        try {
            ProcessClasses known = knownClasses();
            Map<String, List<SelectionRule>> rules = Map.of("include", include, "exclude", exclude);
            rules.forEach((key, list) -> {
                for (int i = 0; i < list.size(); i++) {
                    list.get(i).validateClasses(known, problems.within(key + "[" + i + "]"));
                }
            });
            int labels = PortLabels.labels(known, ports).size();
            if (labels >= PortTable.LABEL_LIMIT) {
                problems.add("ports", "%d labels are too many. Use up to %d.", labels, PortTable.LABEL_LIMIT - 1);
            }
        } catch (ClassFileException e) {
            problems.add("classes_file", "%s", String.valueOf(e.getMessage()));
        }
    }

    private static void validateRules(String key, List<SelectionRule> rules, Problems problems) {
        if (rules.size() > MAX_RULES) {
            problems.add(key, "has %d rules; %d are the limit.", rules.size(), MAX_RULES);
        }
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).validate(problems.within(key + "[" + i + "]"));
        }
    }
}
