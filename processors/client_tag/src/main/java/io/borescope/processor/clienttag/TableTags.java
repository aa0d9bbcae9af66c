package io.borescope.processor.clienttag;

import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessRecord;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.process.ProcessTags;
import io.borescope.processor.clienttag.ClientTagConfig.Fallback;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns entries of the process table into identities. Remembers what it decided for a number until the entry changes or goes. Used
 * behind the pipeline's gate.
 */
final class TableTags implements ProcessTags {
    /** Far more than a process table holds; a bound all the same. */
    private static final int MOST_REMEMBERED = 65_536;

    private record Decided(ProcessRecord process, Optional<ProcessIdentity> identity) {}

    private final ProcessTable table;
    private final List<CompiledRule> rules;
    private final Fallback fallback;
    private final Map<Integer, Decided> decided = new HashMap<>();

    TableTags(ProcessTable table, List<CompiledRule> rules, Fallback fallback) {
        this.table = table;
        this.rules = rules;
        this.fallback = fallback;
    }

    @Override
    public Optional<ProcessIdentity> find(int number) {
        Optional<ProcessRecord> found = table.find(number);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ProcessRecord process = found.get();
        Decided known = decided.get(number);
        if (known == null || !known.process.equals(process)) {
            known = new Decided(process, Optional.of(identify(process)));
            remember(number, known);
        }
        return known.identity;
    }

    private void remember(int number, Decided decision) {
        if (decided.size() >= MOST_REMEMBERED) {
            decided.clear();
        }
        decided.put(number, decision);
    }

    /** Forgets the numbers that the table has forgotten. */
    void prune() {
        decided.keySet().removeIf(number -> table.find(number).isEmpty());
    }

    int remembered() {
        return decided.size();
    }

    private ProcessIdentity identify(ProcessRecord process) {
        return new ProcessIdentity(process.pid(), process.startEpochNanos(), client(process));
    }

    private String client(ProcessRecord process) {
        if (!process.client().isEmpty()) {
            return process.client();
        }
        for (CompiledRule rule : rules) {
            if (rule.matches(process)) {
                return rule.client();
            }
        }
        return WellKnownClients.find(process.name()).orElseGet(() -> fallbackClient(process));
    }

    private String fallbackClient(ProcessRecord process) {
        return fallback == Fallback.NAME && !process.name().isEmpty() ? process.name() : ProcessIdentity.UNKNOWN_CLIENT;
    }
}
