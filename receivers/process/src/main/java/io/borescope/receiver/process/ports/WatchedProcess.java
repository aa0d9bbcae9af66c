package io.borescope.receiver.process.ports;

import io.borescope.api.process.ProcessRecord;
import io.borescope.receiver.process.classes.PortLabel;
import io.borescope.receiver.process.classes.PortRule.Transport;
import io.borescope.receiver.process.classes.ProcessClass;
import io.borescope.receiver.process.ports.ProcSockets.OpenPort;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the ports of a process. One thread. */
final class WatchedProcess {
    private final ProcessRecord process;
    private final @Nullable ProcessClass processClass;
    private final DeclaredPorts declared;
    private final NetworkNamespace namespace;
    private Set<OpenPort> open = Set.of();
    private boolean exited;
    private boolean fresh = true;
    private int seen;

    WatchedProcess(
            ProcessRecord process,
            @Nullable ProcessClass processClass,
            DeclaredPorts declared,
            NetworkNamespace namespace) {
        this.process = process;
        this.processClass = processClass;
        this.declared = declared;
        this.namespace = namespace;
    }

    int pid() {
        return process.pid();
    }

    NetworkNamespace namespace() {
        return namespace;
    }

    /** Whether what was made of it is still about the same. */
    boolean isAbout(ProcessRecord record, @Nullable ProcessClass recordClass) {
        return Objects.equals(processClass, recordClass)
                && process.commandLine().equals(record.commandLine());
    }

    /** It was in the table at a look. */
    void seen(int look, boolean over) {
        seen = look;
        exited |= over;
    }

    boolean wasSeenAt(int look) {
        return seen == look;
    }

    boolean exited() {
        return exited;
    }

    /** Whether its files have not been looked at yet. */
    boolean fresh() {
        return fresh;
    }

    /** Whether any TCP port that it opens has a label. */
    boolean labelsEverySocket() {
        return processClass != null && processClass.sockets() != null;
    }

    List<PortLabel> listens() {
        return declared.listens();
    }

    /**
     * Looks which of some open ports are its own. Where its files may not be looked at: those that it declares.
     *
     * @return whether they are others than before
     */
    boolean lookAtFiles(ProcSockets sockets, Map<Long, OpenPort> among) {
        fresh = false;
        Optional<Set<OpenPort>> held = sockets.held(process.pid(), among);
        Set<OpenPort> now = held.orElseGet(() -> declaredAmong(among));
        boolean differs = !now.equals(open);
        open = now;
        return differs;
    }

    private Set<OpenPort> declaredAmong(Map<Long, OpenPort> among) {
        Set<OpenPort> presumed = new HashSet<>();
        declared.listens().forEach(label -> presumed.add(OpenPort.of(label)));
        presumed.retainAll(among.values());
        return presumed;
    }

    /** Most that {@link #addTo} puts into a table. */
    int entries() {
        return 1 + declared.listens().size() + declared.talksTo().size() + 3 * open.size();
    }

    /**
     * Puts its ports into a table: what it declares, then labels for every process, then the one for whatever else it listens on.
     *
     * @param forAll labels for every process's ports
     */
    void addTo(LabelTable table, PortLabels labels, List<PortLabel> forAll) {
        table.namespace(process.process(), namespace.number());
        for (PortLabel label : declared.listens()) {
            table.own(process.process(), label.transport(), label.port(), labels.number(label.label()));
        }
        for (PortLabel label : declared.talksTo()) {
            table.remote(process.process(), label.transport(), label.port(), labels.number(label.label()));
        }
        declared.listens().forEach(label -> addOpen(label, table, labels));
        forAll.forEach(label -> addOpen(label, table, labels));
        String rest = processClass == null ? null : processClass.sockets();
        for (OpenPort port : open) {
            if (rest != null && port.transport() == Transport.TCP) {
                addOpen(new PortLabel(Transport.TCP, port.port(), rest), table, labels);
            }
        }
    }

    /** A port that it really listens on is its own, and somebody's remote port. */
    private void addOpen(PortLabel label, LabelTable table, PortLabels labels) {
        if (open.contains(OpenPort.of(label))) {
            int number = labels.number(label.label());
            table.own(process.process(), label.transport(), label.port(), number);
            table.listener(namespace.number(), label.transport(), label.port(), number);
            table.listener(LabelTable.ANY_NAMESPACE, label.transport(), label.port(), number);
        }
    }
}
