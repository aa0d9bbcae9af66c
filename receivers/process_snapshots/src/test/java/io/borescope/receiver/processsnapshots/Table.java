package io.borescope.receiver.processsnapshots;

import io.borescope.api.process.ProcessRecord;
import io.borescope.api.process.ProcessTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table that a test fills. */
final class Table implements ProcessTable {
    private final List<ProcessRecord> records = new ArrayList<>();

    Table add(int pid, long startEpochNanos, String client) {
        return add(pid, startEpochNanos, client, Map.of(), false);
    }

    Table add(int pid, long startEpochNanos, String client, Map<String, String> attributes, boolean exited) {
        records.add(new ProcessRecord(
                records.size() + 1, pid, startEpochNanos, 1, "x", "", List.of(), "", client, attributes, exited));
        return this;
    }

    void clear() {
        records.clear();
    }

    @Override
    public Optional<ProcessRecord> find(int process) {
        return records.stream().filter(record -> record.process() == process).findFirst();
    }

    @Override
    public Collection<ProcessRecord> all() {
        return List.copyOf(records);
    }
}
