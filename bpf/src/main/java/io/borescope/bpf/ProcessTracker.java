package io.borescope.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The one process tracker: says which processes are observed and follows them in the kernel through fork, exec and exit.
 *
 * <p>A tracked process has a <em>serial</em>, a positive number that means one program image: an exec gets a new one, a reused
 * pid too. Events carry the serial, so what a process did is known for what it was then. Where children are wanted, a child has
 * its serial before its first instruction.
 *
 * <p>The lifecycle ring tells of forks and exits of tracked processes and of every exec on the host (its process is 0 if that
 * is not tracked). An exit may be told twice, when the last two threads end at the same moment. To see the fork of a process before its first event: read the event rings, then read the lifecycle ring
 * until it is drained, then handle what was read from the event rings. In the other order a fork in between is missed.
 *
 * <p>Pids are those of the first pid namespace: inside a container the agent needs the host's.
 */
public final class ProcessTracker implements AutoCloseable {
    private static final Path PROC = Path.of("/proc");

    /** The exit program first, so that no slot that fork or exec fills is left behind. */
    static final List<String> PROGRAMS = List.of("process_exit", "process_exec", "process_fork");

    static final List<String> PROGRAMS_TP = List.of("process_exit_tp", "process_exec_tp", "process_fork");

    /** No CPU makes a process in so short a time. With 128 CPUs the last round is reached after a quarter of an hour, then the first follows. */
    private static final long NANOS_PER_ROUND = 1 << 16;

    private static final VarHandle SLOT = ValueLayout.JAVA_INT.varHandle();

    private final BpfObject object;
    private final Arena arena;
    private final BpfMap slotsMap;
    private final MemorySegment slots;
    private final RingReader lifecycle;
    private final RingWaiter waiter;
    private final LostEvents lost;
    private final int userLane;
    private final int lastRound;
    private final AtomicInteger round;
    private volatile boolean exitsWithheld;
    private boolean closed;

    private ProcessTracker(
            BpfObject object,
            Arena arena,
            BpfMap slotsMap,
            MemorySegment slots,
            RingReader lifecycle,
            RingWaiter waiter,
            int userLane,
            int firstRound)
            throws BpfException {
        this.object = object;
        this.arena = arena;
        this.slotsMap = slotsMap;
        this.slots = slots;
        this.lifecycle = lifecycle;
        this.waiter = waiter;
        this.lost = new LostEvents(object.map("lost"));
        this.userLane = userLane;
        this.lastRound = lastRound(userLane);
        this.round = new AtomicInteger(firstRound - 1);
    }

    /** Serials stay below 2^31. */
    private static int lastRound(int userLane) {
        return (EventLayout.SLOT_SERIAL - userLane) / (userLane + 1);
    }

    /**
     * Where the lanes begin, from 1 to the last round. Taken from a clock that goes on faster than a CPU can fork, so that a tracker
     * that is opened after another does not begin with serials that open windows still know from that one.
     *
     * @param nanos of {@code CLOCK_MONOTONIC}
     */
    static int firstRound(long nanos, int lastRound) {
        return 1 + (int) Math.floorMod(nanos / NANOS_PER_ROUND, (long) lastRound);
    }

    /** Loads and attaches the fork, exec and exit programs. Exec events of the whole host flow from here on. */
    public static ProcessTracker open(TrackerOptions options) throws BpfException {
        if (!Preemption.atTracepoints()) {
            return open(options, PROGRAMS);
        }
        try {
            return open(options, PROGRAMS_TP);
        } catch (BpfException withoutTracefs) {
            return open(options, PROGRAMS); // may miss an exit; reconciling with /proc finds it
        }
    }

    static ProcessTracker open(TrackerOptions options, List<String> programs) throws BpfException {
        BpfObject object = BpfObject.open("tracker");
        Arena arena = Arena.ofShared(); // any thread reads the slots, so closing them must be safe against all
        @Nullable RingReader lifecycle = null;
        @Nullable RingWaiter waiter = null;
        try {
            int cpus = Libbpf.numPossibleCpus();
            object.setMaxEntries("slots", Math.ceilDiv(pidMax(), EventLayout.SLOTS_PER_LINE));
            object.setMaxEntries("lifecycle", options.lifecycleBytes());
            object.constant("lanes", cpus + 1);
            int firstRound = firstRound(System.nanoTime(), lastRound(cpus));
            object.constant("first_round", firstRound);
            object.constant("last_round", lastRound(cpus));
            object.restrictTo(Set.copyOf(programs));
            object.load();
            BpfMap slotsMap = object.map("slots");
            MemorySegment slots = slotsMap.mmap(arena);
            lifecycle = RingReader.of(object.map("lifecycle"), RingReader.sizeOf(EventLayout.LONGEST_SIZE));
            waiter = RingWaiter.open();
            waiter.add(lifecycle);
            ProcessTracker tracker =
                    new ProcessTracker(object, arena, slotsMap, slots, lifecycle, waiter, cpus, firstRound);
            for (String program : programs) {
                object.program(program).attach();
            }
            return tracker;
        } catch (BpfException | RuntimeException e) {
            release(object, arena, lifecycle, waiter);
            throw e;
        }
    }

    private static int pidMax() {
        try {
            return Integer.parseInt(KernelFile.read(Path.of("/proc/sys/kernel/pid_max")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read kernel.pid_max", e);
        }
    }

    /**
     * Starts to track a process, or returns its present serial if it is tracked.
     *
     * <p>Any thread. A process that execs at the same moment may get its serial just before or after: then its exec event says
     * process 0 or names the serial returned here as the previous one.
     *
     * @param pid the id of a process (tgid)
     * @param children whether children that it forks from now on are tracked, and theirs; once on it stays on
     * @return the serial, or 0 if there is no such process, it is ending, or its pid is above the pid_max of the start
     */
    public int track(int pid, boolean children) {
        if (!isSlot(pid) || !ProcessFile.isProcess(PROC, pid)) {
            return 0;
        }
        long offset = offset(pid);
        int mine = nextSerial() | flag(children);
        int before = (int) SLOT.getVolatile(slots, offset);
        while (true) {
            int after = before == 0 ? mine : before | flag(children);
            int witness = (int) SLOT.compareAndExchange(slots, offset, before, after);
            if (witness == before) {
                return before == 0 ? keepIfAlive(pid, mine) : before & EventLayout.SLOT_SERIAL;
            }
            before = witness;
        }
    }

    /** A process that had passed the exit hook when its slot was filled would never be cleared from it. */
    private int keepIfAlive(int pid, int slot) {
        if (ProcessFile.isAlive(PROC, pid)) {
            return slot & EventLayout.SLOT_SERIAL;
        }
        SLOT.compareAndSet(slots, offset(pid), slot, 0);
        return 0;
    }

    private static int flag(boolean children) {
        return children ? EventLayout.SLOT_CHILDREN : 0;
    }

    /** User space takes its serials as one more CPU would: see tracker.h. */
    private int nextSerial() {
        int next = round.updateAndGet(last -> last >= lastRound ? 1 : last + 1);
        return next * (userLane + 1) + userLane;
    }

    /**
     * Stops tracking a process; children that it has already stay tracked. Any thread. Events that were under way on other CPUs
     * may still arrive; an exec at the same moment may win, then its event says so.
     */
    public void untrack(int pid) {
        if (isSlot(pid)) {
            SLOT.setVolatile(slots, offset(pid), 0);
        }
    }

    /** The serial of a process, 0 if it is not tracked. Any thread. */
    public int processOf(int pid) {
        return isSlot(pid) ? (int) SLOT.getVolatile(slots, offset(pid)) & EventLayout.SLOT_SERIAL : 0;
    }

    private boolean isSlot(int pid) {
        return pid > 0 && offset(pid) < slots.byteSize();
    }

    private static long offset(int pid) {
        return (long) pid * Integer.BYTES;
    }

    /**
     * Makes the programs of an object filter by what is tracked here, before it is loaded. The object then keeps the slots for itself:
     * they stay when the tracker closes, and are empty from then on.
     *
     * @throws BpfException if this tracker has been closed
     */
    synchronized void shareSlotsWith(BpfObject other) throws BpfException {
        if (closed) {
            throw new BpfException("the process tracker has been closed; its successor will be announced");
        }
        other.reuse("slots", slotsMap);
    }

    /** The ring with fork, exec and exit events. One thread. */
    public RingReader lifecycle() {
        return lifecycle;
    }

    /**
     * Asks whoever reads {@link #lifecycle()} to keep exit events to himself: he needs them, pipelines do not want them. Cannot be taken
     * back. Any thread.
     */
    public void withholdExits() {
        exitsWithheld = true;
    }

    /** Whether exit events are not to reach pipelines. Any thread. */
    public boolean exitsWithheld() {
        return exitsWithheld;
    }

    /**
     * Waits until an exec is announced; forks and exits are not announced and are found by looking. One thread.
     *
     * @return whether there was an announcement before the timeout
     */
    public boolean await(int timeoutMillis) {
        return waiter.await(timeoutMillis);
    }

    /** Ends the present or the next {@link #await}. Any thread. */
    public void wakeup() {
        waiter.wakeup();
    }

    /**
     * Fills in the lifecycle events lost so far by event type. Allocates nothing. One thread at a time.
     *
     * @param byType at least {@link EventRings#EVENT_TYPES} long
     */
    public void lost(long[] byType) throws BpfException {
        lost.sum(byType);
    }

    /**
     * Detaches the programs and tracks nothing any more: probes that still share the slots must not take a process that gets the pid of
     * one whose end nobody sees now for that one. What is in {@link #lifecycle()} can be read to its end. One thread.
     */
    public synchronized void detach() {
        if (!closed) {
            object.detach();
            slots.fill((byte) 0);
        }
    }

    /**
     * Detaches and unloads. Only after the probes that share its slots are closed and the reading thread is done; others that still
     * call {@link #track} or its like get an {@link IllegalStateException}.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        detach();
        closed = true;
        release(object, arena, lifecycle, waiter);
    }

    private static void release(
            BpfObject object, Arena arena, @Nullable RingReader lifecycle, @Nullable RingWaiter waiter) {
        object.detach();
        if (waiter != null) {
            waiter.close();
        }
        if (lifecycle != null) {
            lifecycle.close();
        }
        arena.close();
        object.close();
    }
}
