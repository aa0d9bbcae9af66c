package io.borescope.processor.clienttag;

import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessRecord;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.process.ProcessTags;
import io.borescope.processor.clienttag.ClientTagConfig.Fallback;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Turns entries of the process table into identities. Remembers what it decided for a number until the entry changes or goes. Used
 * behind the pipeline's gate.
 */
final class TableTags implements ProcessTags {
    /** Far more than a process table holds; a bound all the same. */
    private static final int MOST_REMEMBERED = 65_536;

    private record Decided(ProcessRecord process, Optional<ProcessIdentity> identity) {}

    private final ProcessTable table;
    private final Supplier<PortTable> ports;
    private final ClientTagConfig config;
    private final Map<Integer, Decided> decided = new HashMap<>();

    /**
     * @param ports the present ones
     */
    TableTags(ProcessTable table, Supplier<PortTable> ports, ClientTagConfig config) {
        this.table = table;
        this.ports = ports;
        this.config = config;
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

    @Override
    public PortTable ports() {
        return ports.get();
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
        return new ProcessIdentity(process.pid(), process.startEpochNanos(), client(process), attributes(process));
    }

    private Map<String, String> attributes(ProcessRecord process) {
        Map<String, String> chosen = new HashMap<>();
        for (String name : config.attributes()) {
            String value = process.attributes().get(name);
            if (value != null) {
                chosen.put(name, value);
            }
        }
        return chosen;
    }

    private String client(ProcessRecord process) {
        if (!process.client().isEmpty()) {
            return process.client();
        }
        return config.fallback() == Fallback.NAME && !process.name().isEmpty()
                ? process.name()
                : ProcessIdentity.UNKNOWN_CLIENT;
    }
}
