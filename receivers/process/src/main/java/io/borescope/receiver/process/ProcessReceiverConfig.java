package io.borescope.receiver.process;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;
import java.util.List;

/** Which processes to observe, and how long to remember them. */
public record ProcessReceiverConfig(
        @Doc("Rules that select processes. All keys of a rule must match; the first rule that matches selects.")
        List<SelectionRule> include,

        @Doc("Rules that keep processes out, whatever include says; children of a selected process among them.")
        List<SelectionRule> exclude,

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
                    "selects no process, so nothing would be observed. Write for example: include: [{name: geth}].");
        }
        validateRules("include", include, problems);
        validateRules("exclude", exclude, problems);
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

    private static void validateRules(String key, List<SelectionRule> rules, Problems problems) {
        if (rules.size() > MAX_RULES) {
            problems.add(key, "has %d rules; %d are the limit.", rules.size(), MAX_RULES);
        }
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).validate(problems.within(key + "[" + i + "]"));
        }
    }
}
