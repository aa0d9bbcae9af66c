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
import java.util.Objects;
import java.util.Optional;
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

    /** Where the kernel must be asked by way of {@code /proc}, which costs it more. */
    private static final long PROC_PERIOD_NANOS = 750_000_000;

    /** However fast processes come and go. */
    private static final long LEAST_PERIOD_NANOS = 50_000_000;

    private static final int NEW_PER_LOOK = 64;
    private static final int REST_MILLIS = 100;

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
    private final Map<Integer, Watched> watched = new TreeMap<>();
    private final Map<String, Namespace> namespaces = new HashMap<>();
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

    /** What is known of a process's ports. */
    private static final class Watched {
        private final ProcessRecord process;
        private final @Nullable ProcessClass processClass;
        private final DeclaredPorts declared;
        private final Namespace namespace;
        private Set<OpenPort> open = Set.of();
        private boolean exited;
        private boolean fresh = true;
        private int seen;

        Watched(
                ProcessRecord process,
                @Nullable ProcessClass processClass,
                DeclaredPorts declared,
                Namespace namespace) {
            this.process = process;
            this.processClass = processClass;
            this.declared = declared;
            this.namespace = namespace;
            this.exited = process.exited();
        }
    }

    /** What is open in a network namespace, as far as it matters here. */
    private static final class Namespace {
        private final int number;
        private final @Nullable SocketDiag diag;
        private Map<Long, OpenPort> open = Map.of();
        private long procNanos;

        Namespace(int number, Optional<SocketDiag> diag, long nowNanos) {
            this.number = number;
            this.diag = diag.orElse(null);
            this.procNanos = nowNanos - PROC_PERIOD_NANOS;
        }

        void close() {
            if (diag != null) {
                diag.close();
            }
        }
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
        stale |= watched.values().removeIf(each -> each.seen != look);
        Set<Namespace> used = new HashSet<>();
        watched.values().forEach(each -> used.add(each.namespace));
        namespaces.values().removeIf(each -> !used.contains(each) && closed(each));
    }

    private static boolean closed(Namespace namespace) {
        namespace.close();
        return true;
    }

    private void visit(ProcessRecord process, @Nullable ProcessClass processClass) {
        boolean matters = !forAll.isEmpty() || (processClass != null && saysPorts(processClass));
        if (!matters) {
            return;
        }
        Watched known = watched.get(process.process());
        if (known != null
                && Objects.equals(known.processClass, processClass)
                && known.process.commandLine().equals(process.commandLine())) {
            known.seen = look;
            known.exited |= process.exited();
        } else if (begun == NEW_PER_LOOK) {
            changed.set(true); // the rest next time
        } else {
            begun++;
            Watched added = begin(process, processClass);
            added.seen = look;
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

    private Watched begin(ProcessRecord process, @Nullable ProcessClass processClass) {
        Namespace namespace = namespaces.computeIfAbsent(
                sockets.namespace(process.pid()),
                _ -> new Namespace(
                        ++lastNamespace, SocketDiag.open(sockets.namespaceLink(process.pid())), lastLookNanos));
        return new Watched(process, processClass, declare(process, processClass), namespace);
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
        Map<Namespace, List<Watched>> byNamespace = new HashMap<>();
        for (Watched each : watched.values()) {
            if (!each.exited) {
                byNamespace
                        .computeIfAbsent(each.namespace, _ -> new ArrayList<>())
                        .add(each);
            }
        }
        byNamespace.forEach(this::lookAtSockets);
    }

    private void lookAtSockets(Namespace namespace, List<Watched> members) {
        Map<Long, OpenPort> open = open(namespace, members);
        open.values().retainAll(relevant(open.values(), members));
        boolean differs = !open.equals(namespace.open);
        namespace.open = open;
        for (Watched each : members) {
            if (differs || each.fresh) {
                each.fresh = false;
                Set<OpenPort> held = sockets.held(each.process.pid(), open).orElseGet(() -> presumed(each, open));
                stale |= !held.equals(each.open);
                each.open = held;
            }
        }
    }

    private Map<Long, OpenPort> open(Namespace namespace, List<Watched> members) {
        Optional<Map<Long, OpenPort>> answered = namespace.diag == null ? Optional.empty() : namespace.diag.ports();
        if (answered.isPresent()) {
            return answered.get();
        }
        boolean due = lastLookNanos - namespace.procNanos >= PROC_PERIOD_NANOS;
        if (!due && members.stream().noneMatch(each -> each.fresh)) {
            return new HashMap<>(namespace.open);
        }
        namespace.procNanos = lastLookNanos;
        return openByProc(members);
    }

    /** Any process of a namespace that is not gone shows what is open in it. */
    private Map<Long, OpenPort> openByProc(List<Watched> members) {
        for (Watched each : members) {
            Optional<Map<Long, OpenPort>> open = sockets.open(each.process.pid());
            if (open.isPresent()) {
                return open.get();
            }
        }
        return new HashMap<>();
    }

    /** Sockets that come and go for a moment, such as those for a question to a name server, matter only if somebody names their port. */
    private Collection<OpenPort> relevant(Collection<OpenPort> open, List<Watched> members) {
        Set<OpenPort> named = new HashSet<>();
        forAll.forEach(label -> named.add(new OpenPort(label.transport(), label.port())));
        boolean anyTcp = false;
        for (Watched each : members) {
            each.declared.listens().forEach(label -> named.add(new OpenPort(label.transport(), label.port())));
            anyTcp |= each.processClass != null && each.processClass.sockets() != null;
        }
        if (anyTcp) {
            open.stream().filter(port -> port.transport() == Transport.TCP).forEach(named::add);
        }
        return named;
    }

    /** Where a process's files may not be looked at: what it declares and somebody has opened. */
    private static Set<OpenPort> presumed(Watched each, Map<Long, OpenPort> open) {
        Set<OpenPort> presumed = new HashSet<>();
        for (PortLabel label : each.declared.listens()) {
            presumed.add(new OpenPort(label.transport(), label.port()));
        }
        presumed.retainAll(open.values());
        return presumed;
    }

    /** What is put first stays, so those that run come before those that are over. */
    private LabelTable table() {
        int entries = forAll.size();
        for (Watched each : watched.values()) {
            entries +=
                    1 + each.declared.listens().size() + each.declared.talksTo().size() + 3 * each.open.size();
        }
        LabelTable table = new LabelTable(entries);
        inOrder().forEach(each -> add(each, table));
        for (PortLabel label : forAll) {
            table.forAll(label.transport(), label.port(), labels.number(label.label()));
        }
        return table;
    }

    private Stream<Watched> inOrder() {
        return Stream.concat(
                watched.values().stream().filter(each -> !each.exited),
                watched.values().stream().filter(each -> each.exited));
    }

    private void add(Watched each, LabelTable table) {
        int process = each.process.process();
        table.namespace(process, each.namespace.number);
        for (PortLabel label : each.declared.listens()) {
            int number = labels.number(label.label());
            table.own(process, label.transport(), label.port(), number);
            if (each.open.contains(new OpenPort(label.transport(), label.port()))) {
                addListener(each, label.transport(), label.port(), number, table);
            }
        }
        for (PortLabel label : each.declared.talksTo()) {
            table.remote(process, label.transport(), label.port(), labels.number(label.label()));
        }
        addOpen(each, table);
    }

    /** What it does not declare itself: labels for every process, then the one for whatever else it listens on. */
    private void addOpen(Watched each, LabelTable table) {
        for (PortLabel label : forAll) {
            if (each.open.contains(new OpenPort(label.transport(), label.port()))) {
                addOwn(each, label.transport(), label.port(), labels.number(label.label()), table);
            }
        }
        String rest = each.processClass == null ? null : each.processClass.sockets();
        for (OpenPort port : each.open) {
            if (rest != null && port.transport() == Transport.TCP) {
                addOwn(each, Transport.TCP, port.port(), labels.number(rest), table);
            }
        }
    }

    private static void addOwn(Watched each, Transport transport, int port, int label, LabelTable table) {
        table.own(each.process.process(), transport, port, label);
        addListener(each, transport, port, label, table);
    }

    private static void addListener(Watched each, Transport transport, int port, int label, LabelTable table) {
        table.listener(each.namespace.number, transport, port, label);
        table.listener(LabelTable.ANY_NAMESPACE, transport, port, label);
    }

    @Override
    public void idle() throws InterruptedException {
        if (woken.tryAcquire(REST_MILLIS, TimeUnit.MILLISECONDS)) {
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
        namespaces.values().forEach(Namespace::close);
        namespaces.clear();
    }
}
