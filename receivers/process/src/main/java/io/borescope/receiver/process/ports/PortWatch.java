package io.borescope.receiver.process.ports;

import io.borescope.api.component.DutyCycle;
import io.borescope.api.process.ProcessRecord;
import io.borescope.api.time.EngineClock;
import io.borescope.receiver.process.classes.PortLabel;
import io.borescope.receiver.process.classes.PortRule.Transport;
import io.borescope.receiver.process.classes.ProcessClass;
import io.borescope.receiver.process.ports.ProcSockets.OpenPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@link PortLabels} in step with the observed processes: looks when one of them starts, executes or ends, and four times a second
 * at the sockets that are open in their network namespaces. Only where those have changed, and for new processes, it looks for the
 * sockets among a process's files. A process that is over keeps its labels for as long as the table of processes keeps it.
 *
 * <p>Belongs to one thread, but for {@link #processesChanged}.
 */
public final class PortWatch implements DutyCycle, AutoCloseable {
    private static final long PERIOD_NANOS = 250_000_000;

    /** However fast processes come and go. */
    private static final long LEAST_PERIOD_NANOS = 50_000_000;

    private static final int NEW_PER_LOOK = 64;

    /** All processes in the table. */
    public interface Processes {
        /** Shows each to a visitor. */
        void forEach(Visitor visitor);
    }

    /** Takes a process and its class, if it has one. */
    public interface Visitor {
        /** Called once per process. */
        void visit(ProcessRecord process, @Nullable ProcessClass processClass);
    }

    private final Processes processes;
    private final ProcSockets sockets;
    private final List<PortLabel> forAll;
    private final PortLabels labels;
    private final EngineClock clock;
    private final Map<Integer, WatchedProcess> watched = new TreeMap<>();
    private final Map<String, NetworkNamespace> namespaces = new HashMap<>();
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final Semaphore woken = new Semaphore(0);
    private long lastLookNanos;
    private boolean stale;
    private int look;
    private int begun;
    private int lastNamespace;

    /**
     * @param proc where procfs is mounted
     * @param ports labels for every process's ports: {@code 5432}, {@code 53/udp}
     * @param labels is kept in step
     */
    public PortWatch(Processes processes, Path proc, Map<String, String> ports, PortLabels labels, EngineClock clock) {
        this.processes = processes;
        this.sockets = new ProcSockets(proc);
        this.forAll = ports.entrySet().stream()
                .flatMap(entry -> PortLabel.parse(entry.getKey(), entry.getValue()).stream())
                .toList();
        this.labels = labels;
        this.clock = clock;
        this.lastLookNanos = clock.monotonicNanos() - PERIOD_NANOS;
        labels.use(new LabelTable(0));
    }

    /** A process has started, runs something else, or is over. Any thread. */
    public void processesChanged() {
        if (!changed.getAndSet(true)) {
            woken.release();
        }
    }

    @Override
    public int doWork() {
        long now = clock.monotonicNanos();
        long since = now - lastLookNanos;
        if (since < PERIOD_NANOS && (since < LEAST_PERIOD_NANOS || !changed.get())) {
            return 0;
        }
        lastLookNanos = now;
        changed.set(false);
        lookAtProcesses();
        lookAtSockets();
        if (stale) {
            stale = false;
            labels.use(table());
        }
        return 1;
    }

    private void lookAtProcesses() {
        look++;
        begun = 0;
        processes.forEach(this::visit);
        stale |= watched.values().removeIf(each -> !each.wasSeenAt(look));
        Set<NetworkNamespace> used = new HashSet<>();
        watched.values().forEach(each -> used.add(each.namespace()));
        namespaces.values().removeIf(each -> !used.contains(each) && closed(each));
    }

    private static boolean closed(NetworkNamespace namespace) {
        namespace.close();
        return true;
    }

    private void visit(ProcessRecord process, @Nullable ProcessClass processClass) {
        boolean matters = !forAll.isEmpty() || (processClass != null && saysPorts(processClass));
        if (!matters) {
            return;
        }
        WatchedProcess known = watched.get(process.process());
        if (known != null && known.isAbout(process, processClass)) {
            known.seen(look, process.exited());
        } else if (begun == NEW_PER_LOOK) {
            changed.set(true); // the rest next time
        } else {
            begun++;
            WatchedProcess added = begin(process, processClass);
            added.seen(look, process.exited());
            watched.put(process.process(), added);
            stale = true;
        }
    }

    private static boolean saysPorts(ProcessClass each) {
        return !each.listens().isEmpty()
                || !each.talksTo().isEmpty()
                || !each.ports().isEmpty()
                || each.sockets() != null;
    }

    private WatchedProcess begin(ProcessRecord process, @Nullable ProcessClass processClass) {
        NetworkNamespace namespace = namespaces.computeIfAbsent(
                sockets.namespace(process.pid()),
                _ -> new NetworkNamespace(++lastNamespace, process.pid(), sockets, lastLookNanos));
        return new WatchedProcess(process, processClass, declare(process, processClass), namespace);
    }

    private DeclaredPorts declare(ProcessRecord process, @Nullable ProcessClass processClass) {
        if (processClass == null) {
            return DeclaredPorts.NONE;
        }
        Options options = Options.parse(Arguments.of(process));
        Map<String, String> settings =
                SettingsFile.read(sockets.folder(process.pid()), processClass.configFile(), options);
        return DeclaredPorts.of(processClass, options, settings);
    }

    private void lookAtSockets() {
        Map<NetworkNamespace, List<WatchedProcess>> byNamespace = new HashMap<>();
        for (WatchedProcess each : watched.values()) {
            if (!each.exited()) {
                byNamespace
                        .computeIfAbsent(each.namespace(), _ -> new ArrayList<>())
                        .add(each);
            }
        }
        byNamespace.forEach(this::lookAtSockets);
    }

    private void lookAtSockets(NetworkNamespace namespace, List<WatchedProcess> members) {
        Map<Long, OpenPort> open = namespace.look(
                members.stream().map(WatchedProcess::pid).toList(),
                members.stream().anyMatch(WatchedProcess::fresh),
                lastLookNanos);
        open.values().retainAll(relevant(open.values(), members));
        boolean differs = namespace.changeTo(open);
        for (WatchedProcess each : members) {
            if (differs || each.fresh()) {
                stale |= each.lookAtFiles(sockets, open);
            }
        }
    }

    /** Sockets that come and go for a moment, such as those for a question to a name server, matter only if somebody names their port. */
    private Collection<OpenPort> relevant(Collection<OpenPort> open, List<WatchedProcess> members) {
        Set<OpenPort> named = new HashSet<>();
        forAll.forEach(label -> named.add(OpenPort.of(label)));
        for (WatchedProcess each : members) {
            each.listens().forEach(label -> named.add(OpenPort.of(label)));
        }
        if (members.stream().anyMatch(WatchedProcess::labelsEverySocket)) {
            open.stream().filter(port -> port.transport() == Transport.TCP).forEach(named::add);
        }
        return named;
    }

    /** What is put first stays, so those that run come before those that are over. */
    private LabelTable table() {
        int entries =
                watched.values().stream().mapToInt(WatchedProcess::entries).sum();
        LabelTable table = new LabelTable(entries + forAll.size());
        inOrder().forEach(each -> each.addTo(table, labels, forAll));
        for (PortLabel label : forAll) {
            table.forAll(label.transport(), label.port(), labels.number(label.label()));
        }
        return table;
    }

    private Stream<WatchedProcess> inOrder() {
        return Stream.concat(
                watched.values().stream().filter(each -> !each.exited()),
                watched.values().stream().filter(WatchedProcess::exited));
    }

    @Override
    public void idle() throws InterruptedException {
        long period = changed.get() ? LEAST_PERIOD_NANOS : PERIOD_NANOS;
        if (woken.tryAcquire(period - (clock.monotonicNanos() - lastLookNanos), TimeUnit.NANOSECONDS)) {
            woken.drainPermits();
        }
    }

    @Override
    public void wakeUp() {
        woken.release();
    }

    /** Lets go of the namespaces. After its thread has ended. */
    @Override
    public void close() {
        namespaces.values().forEach(NetworkNamespace::close);
        namespaces.clear();
    }
}
