package io.borescope.processor.clienttag;

import io.borescope.api.config.BoundedPattern;
import io.borescope.api.config.BoundedPattern.Outcome;
import io.borescope.api.process.ProcessName;
import io.borescope.api.process.ProcessRecord;
import io.borescope.api.telemetry.Counter;

/** A {@link ClientRule} ready to be asked. */
final class CompiledRule {
    private static final int LONGEST_COMMAND_LINE = 4096;

    private final ClientRule rule;
    private final Counter exhausted;
    private final BoundedPattern executable;
    private final BoundedPattern commandLine;

    /**
     * @param exhausted counts searches that gave up, which do not match
     */
    CompiledRule(ClientRule rule, Counter exhausted) {
        this.rule = rule;
        this.exhausted = exhausted;
        this.executable = BoundedPattern.compile(rule.executable());
        this.commandLine = BoundedPattern.compile(rule.commandLine());
    }

    String client() {
        return rule.client();
    }

    /** Whether all conditions hold. */
    boolean matches(ProcessRecord process) {
        return (rule.name().isEmpty() || ProcessName.matches(process.name(), rule.name()))
                && found(executable, process.executable())
                && found(commandLine, String.join(" ", process.commandLine()));
    }

    /** An empty pattern, which stands for no condition, is found in every text. */
    private boolean found(BoundedPattern pattern, String text) {
        Outcome outcome = pattern.find(text.substring(0, Math.min(text.length(), LONGEST_COMMAND_LINE)));
        if (outcome == Outcome.GAVE_UP) {
            exhausted.add(1);
        }
        return outcome == Outcome.FOUND;
    }
}
