package io.borescope.receiver.process;

import io.borescope.api.telemetry.Counter;
import java.util.List;
import java.util.Optional;

/** The rules of a receiver, ready to be asked about processes. Not thread-safe. */
final class Selection {
    private final List<RuleMatcher> include;
    private final List<RuleMatcher> exclude;
    private final int ownPid;

    /**
     * @param ownPid the agent, which only a rule with this pid selects
     * @param abortedMatches counts regular expressions that were given up because they took too long
     */
    Selection(List<SelectionRule> include, List<SelectionRule> exclude, int ownPid, Counter abortedMatches) {
        this.include = include.stream()
                .map(rule -> new RuleMatcher(rule, abortedMatches))
                .toList();
        this.exclude = exclude.stream()
                .map(rule -> new RuleMatcher(rule, abortedMatches))
                .toList();
        this.ownPid = ownPid;
    }

    /** The first rule that selects a process; empty if none does or it is kept out. */
    Optional<SelectionRule> select(ProcessView process) {
        for (RuleMatcher matcher : include) {
            if (matcher.matches(process)) {
                return excludes(process) ? Optional.empty() : Optional.of(matcher.rule());
            }
        }
        return Optional.empty();
    }

    /** Whether a process is kept out, however it came to be selected. The agent is, unless a rule gives its pid. */
    boolean excludes(ProcessView process) {
        if (process.pid() == ownPid && include.stream().noneMatch(matcher -> matcher.isFor(ownPid))) {
            return true;
        }
        for (RuleMatcher matcher : exclude) {
            if (matcher.matches(process)) {
                return true;
            }
        }
        return false;
    }
}
