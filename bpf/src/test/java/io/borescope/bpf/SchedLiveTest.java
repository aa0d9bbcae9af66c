package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventType;
import io.borescope.api.event.RunqueueEvent;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SchedLiveTest {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final ProbeOptions WITH_WAKEUPS = ProbeOptions.of(ProbeGroup.SCHEDULER, ProbeGroup.SCHEDULER_WAKEUP);

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    private static List<Event> observe(Workload workload, Duration tick) throws Exception {
        Observation seen =
                Observation.of(workload, ProbeOptions.of(ProbeGroup.SCHEDULER).withCpuTick(tick));
        assertThat(seen.lost()).isEmpty();
        return seen.of(EventType.SCHED_SWITCH);
    }

    @Test
    void chargesWhatTheKernelChargesWithinTwoPercent() throws Exception {
        try (Workload workload = Workload.start("spin", 2_000)) {
            List<Event> events = observe(workload, TICK);
            long charged = Long.parseLong(workload.line());

            assertThat(sum(events, CpuEvent.SPAN_NANOS)).isCloseTo(charged, within(charged / 50));
        }
    }

    /**
     * A slice is time on the CPU by the clock; what the thread is charged may be less, where the hypervisor or an interrupt took some. A little
     * more it may be, as the scheduler reads its clock a moment before it tells of the switch.
     */
    @Test
    void slicesAreAsLongAsWhatTheyAreChargedFor() throws Exception {
        try (Workload workload = Workload.start("spin", 200)) {
            List<Event> events = observe(workload, Duration.ofHours(1));

            assertThat(sum(events, CpuEvent.SLICE_NANOS)).isGreaterThan(sum(events, CpuEvent.SPAN_NANOS) * 9 / 10);
        }
    }

    /** 400 ticks, of which those count that find it running: some even on a busy machine. */
    @Test
    void chargesAThreadThatKeepsItsCpuAtTheTicks() throws Exception {
        try (Workload workload = Workload.start("spin", 2_000)) {
            List<Event> events = observe(workload, Duration.ofMillis(5));
            assertThat(events)
                    .filteredOn(event -> event.integer(CpuEvent.FLAGS) == 0)
                    .isNotEmpty()
                    .allSatisfy(event ->
                            assertThat(event.longAt(CpuEvent.SLICE_NANOS)).isZero());
        }
    }

    /** Programs at the scheduler's hooks run with preemption off on every kernel, so none is ever skipped. */
    @Test
    void tellsThatNoRunWasSkipped() throws Exception {
        try (EventRings rings = EventRings.open(RingOptions.defaults());
                ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                AttachedProbes probe = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SCHEDULER))) {
            assertThat(probe.skippedRuns()).isZero();
        }
    }

    @Test
    void chargesEachProgramImageForItself() throws Exception {
        try (Workload workload = Workload.start("execs", 23, 1)) {
            List<Event> events = observe(workload, TICK);
            assertThat(events.stream().map(Event::process).distinct()).hasSize(23);
            assertThat(events).allSatisfy(event -> assertThat(event.pid()).isEqualTo(workload.pid()));
        }
    }

    @Test
    void saysWhenAThreadLeftItsCpuToWait() throws Exception {
        try (Workload workload = Workload.start("forks", 23, 1)) {
            List<Event> events = observe(workload, TICK);
            int voluntary = CpuEvent.ENDED | CpuEvent.VOLUNTARY;
            // 23 children end, and so does their parent; it may also have waited for some of them.
            assertThat(events)
                    .filteredOn(event -> event.integer(CpuEvent.FLAGS) == voluntary)
                    .hasSizeGreaterThanOrEqualTo(24);
        }
    }

    static Stream<Arguments> truths() {
        return Proof.ofEveryWay(ProbeGroup.SCHEDULER)
                .flatMap(proof -> Stream.of(
                                "pingpong 3 2003", "yields 3 2003", "spinners 5 100", "threads 8 53", "signals 3 503")
                        .map(work -> Arguments.of(proof, work)));
    }

    /** Runs a workload of sched.c, whose threads say what the kernel counted for each of them and when. */
    private static Observation observe(Proof proof, String work, ProbeOptions options, List<KernelFigures> truth)
            throws Exception {
        try (Workload workload = Workload.start((Object[]) work.split(" "))) {
            Observation seen = proof.observe(workload, options.withCpuTick(Duration.ofHours(1)));
            assertThat(seen.lost()).isEmpty();
            for (String line = workload.line(); !line.isEmpty(); line = workload.line()) {
                truth.add(KernelFigures.of(line));
            }
            return seen;
        }
    }

    @ParameterizedTest
    @MethodSource("truths")
    void tellsEverySwitchOfAThreadAsTheKernelCountsIt(Proof proof, String work) throws Exception {
        List<KernelFigures> truth = new ArrayList<>();
        Observation seen = observe(proof, work, WITH_WAKEUPS, truth);

        for (KernelFigures thread : truth) {
            List<Event> switches = thread.within(seen.of(EventType.SCHED_SWITCH));
            long voluntary = switches.stream()
                    .filter(event -> (event.integer(CpuEvent.FLAGS) & CpuEvent.VOLUNTARY) != 0)
                    .count();
            assertThat(voluntary).as("voluntary of %s", thread).isEqualTo(thread.voluntary());
            assertThat(switches.size() - voluntary)
                    .as("involuntary of %s", thread)
                    .isEqualTo(thread.involuntary());
        }
    }

    /** One event for each time that a thread got a CPU, but for those switches that this kernel keeps to itself. */
    @ParameterizedTest
    @MethodSource("truths")
    void tellsEveryTimeThatAThreadGetsACpu(Proof proof, String work) throws Exception {
        Arrivals arrivals = arrivals(proof, work, WITH_WAKEUPS);
        proof.isWithin(
                mayBeUntold(arrivals.expected()),
                arrivals.expected(),
                arrivals.told().size());
    }

    /**
     * The threads never sleep here, so that the two agree: for a thread that is woken on an idle CPU, or preempts another one, the kernel's own
     * figure leaves out the way through the scheduler, as it saves itself a look at the clock there.
     */
    @ParameterizedTest
    @MethodSource("ways")
    void measuresTheWaitThatTheKernelMeasures(Proof proof) throws Exception {
        Arrivals arrivals = arrivals(proof, "spinners 5 100", WITH_WAKEUPS);
        long measured = sum(arrivals.told(), RunqueueEvent.RUNQUEUE_NANOS);
        proof.isWithin(arrivals.waitedNanos() / 50 + arrivals.mayBeMissing(), arrivals.waitedNanos(), measured);
    }

    /** The margin is for emulated machines, where the scheduler's clock is a coarse one. */
    @ParameterizedTest
    @MethodSource("truths")
    void neverMeasuresLessThanTheKernel(Proof proof, String work) throws Exception {
        Arrivals arrivals = arrivals(proof, work, WITH_WAKEUPS);
        long least = arrivals.waitedNanos() * 3 / 4 - arrivals.mayBeMissing();
        assertThat(sum(arrivals.told(), RunqueueEvent.RUNQUEUE_NANOS)).isGreaterThanOrEqualTo(least);
    }

    /** Where the kernel shields a supervisor from tracing, some switch-ins are not told: one of a thousand, ten while that one is busy. */
    private static long mayBeUntold(long expected) {
        return 2 + expected / 20;
    }

    private static Arrivals arrivals(Proof proof, String work, ProbeOptions options) throws Exception {
        List<KernelFigures> truth = new ArrayList<>();
        Observation seen = observe(proof, work, options, truth);
        List<Event> told = seen.of(EventType.SCHED_RUNQUEUE);
        return new Arrivals(
                truth.stream().flatMap(thread -> thread.within(told).stream()).toList(),
                truth.stream().mapToLong(KernelFigures::arrivals).sum(),
                truth.stream().mapToLong(KernelFigures::waitedNanos).sum());
    }

    /** What was told of the times that threads got a CPU, and what the kernel says of them. */
    private record Arrivals(List<Event> told, long expected, long waitedNanos) {
        /** No more than if each that was not told had waited longest. */
        long mayBeMissing() {
            long longest = told.stream()
                    .mapToLong(event -> event.longAt(RunqueueEvent.RUNQUEUE_NANOS))
                    .max()
                    .orElse(0);
            return Math.max(0, expected - told.size()) * longest;
        }
    }

    @ParameterizedTest
    @MethodSource("truths")
    void givesOnlyPossibleTimes(Proof proof, String work) throws Exception {
        long before = System.nanoTime();
        Observation seen = observe(proof, work, WITH_WAKEUPS, new ArrayList<>());
        long longest = System.nanoTime() - before;

        assertThat(seen.of(EventType.SCHED_RUNQUEUE)).isNotEmpty().allSatisfy(event -> {
            long waited = event.longAt(RunqueueEvent.RUNQUEUE_NANOS);
            long offCpu = event.longAt(RunqueueEvent.OFF_CPU_NANOS);
            boolean isNew = offCpu == 0;
            assertThat(waited).isBetween(0L, isNew ? longest : offCpu);
            assertThat(offCpu).isLessThan(longest);
            assertThat(event.process()).isEqualTo(seen.process());
            if (event.integer(RunqueueEvent.PREEMPTED) == 1) {
                assertThat(waited).isEqualTo(offCpu);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("truths")
    void losesNothingWhenAllThreadsWantTheSamePlace(Proof proof, String work) throws Exception {
        Arrivals arrivals = arrivals(proof, work, WITH_WAKEUPS.withInFlight(1));
        proof.isWithin(
                mayBeUntold(arrivals.expected()),
                arrivals.expected(),
                arrivals.told().size());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void knowsOnlyTheWaitOfPreemptedThreadsWithoutWakeups(Proof proof) throws Exception {
        Observation seen = observe(proof, "threads 8 53", ProbeOptions.of(ProbeGroup.SCHEDULER), new ArrayList<>());

        assertThat(seen.of(EventType.SCHED_RUNQUEUE))
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.integer(RunqueueEvent.PREEMPTED)).isOne());
    }

    /** A thread, or the first of a process, that has never had a CPU. */
    @ParameterizedTest
    @MethodSource("ways")
    void knowsHowLongNewThreadsWait(Proof proof) throws Exception {
        try (Workload workload = Workload.start("forks", 503, 1)) {
            Observation seen = proof.observe(workload, WITH_WAKEUPS);
            long children = seen.of(EventType.SCHED_RUNQUEUE).stream()
                    .filter(event -> event.longAt(RunqueueEvent.OFF_CPU_NANOS) == 0 && event.pid() != workload.pid())
                    .count();

            assertThat(seen.lost()).isEmpty();
            proof.isWithin(mayBeUntold(503), 503, children);
        }
    }

    static Stream<Proof> ways() {
        return Proof.ofEveryWay(ProbeGroup.SCHEDULER);
    }

    static Stream<Arguments> loads() {
        return ways().flatMap(proof -> Stream.of("threads 64 31", "forks 500 200", "spinners 8 100", "exits 31 16")
                .map(work -> Arguments.of(proof, work)));
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("loads")
    void chargesWhatTheCgroupIsChargedWithinTwoPercent(Proof proof, String work) throws Exception {
        try (Workload workload = Workload.start((Object[]) work.split(" "));
                CpuCgroup cgroup = CpuCgroup.of(workload.pid())) {
            long before = cgroup.usedNanos();
            Observation seen = proof.observe(workload, ProbeOptions.of(ProbeGroup.SCHEDULER));
            long charged = cgroup.usedNanos() - before;

            assertThat(seen.lost()).isEmpty();
            proof.isWithin(charged / 50, charged, seen.sum(EventType.SCHED_SWITCH, CpuEvent.SPAN_NANOS));
        }
    }

    private static long sum(List<Event> events, long field) {
        return events.stream().mapToLong(event -> event.longAt(field)).sum();
    }

    /**
     * What the kernel counted for a thread between two moments, as sched.c prints it.
     *
     * @param begin CLOCK_MONOTONIC
     * @param end CLOCK_MONOTONIC
     * @param waitedNanos in the runqueue
     * @param arrivals on a CPU
     */
    private record KernelFigures(
            int tid, long begin, long end, long voluntary, long involuntary, long waitedNanos, long arrivals) {
        static KernelFigures of(String line) {
            long[] figures =
                    Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
            return new KernelFigures(
                    (int) figures[0], figures[1], figures[2], figures[3], figures[4], figures[5], figures[6]);
        }

        List<Event> within(List<Event> events) {
            return events.stream()
                    .filter(event -> event.tid() == tid && event.timestamp() > begin && event.timestamp() <= end)
                    .toList();
        }
    }
}
