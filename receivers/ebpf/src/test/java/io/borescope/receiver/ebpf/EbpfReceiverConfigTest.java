package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.Share;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import io.borescope.api.event.Sampling.Mode;
import io.borescope.bpf.PartialOptions;
import io.borescope.bpf.ProbeGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // a key that is left out arrives as null
final class EbpfReceiverConfigTest {
    @Test
    void enablesEveryGroupThatIsNotListed() {
        EbpfReceiverConfig config = withProbes(Map.of("syscall_read", disabled()));

        assertThat(problems(config)).isEmpty();
        assertThat(config.enabledGroups())
                .hasSize(ProbeGroup.values().length - 1)
                .doesNotContain(ProbeGroup.SYSCALL_READ);
    }

    @Test
    void takesAListedGroupAsEnabled() {
        assertThat(withProbes(Map.of("scheduler", new ProbeConfig(null, null, null)))
                        .enabledGroups())
                .contains(ProbeGroup.SCHEDULER);
    }

    @Test
    void namesTheGroupsThereAreWhereOneIsUnknown() {
        assertThat(problems(withProbes(Map.of("syscall_raed", disabled()))))
                .containsExactly("probes.syscall_raed: there is no such probe group. There are: " + ProbeGroup.labels()
                        + ", process_exit.");
    }

    @Test
    void refusesToObserveNothing() {
        Map<String, ProbeConfig> none =
                Arrays.stream(ProbeGroup.values()).collect(Collectors.toMap(ProbeGroup::label, group -> disabled()));

        assertThat(problems(withProbes(none))).singleElement().asString().startsWith("probes: disables every group");
    }

    @Test
    void refusesSizesThatCannotWork() {
        EbpfReceiverConfig config = new EbpfReceiverConfig(
                Map.of(),
                null,
                ByteSize.ofMebibytes(3),
                ByteSize.ofKibibytes(2),
                3,
                Duration.ofNanos(1),
                0,
                null,
                null,
                Map.of(),
                0,
                20);

        assertThat(problems(config))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly(
                        "partial_keys",
                        "ring_buffer_size",
                        "rare_ring_buffer_size",
                        "rings",
                        "cpu_tick",
                        "batch_size",
                        "nice");
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void deliveryIsForAllTypesThatCanBeAddedUpOrForSome() {
        assertThat(delivering(null, Map.of()).partialOptions()).isEqualTo(PartialOptions.NONE);
        assertThat(delivering(Delivery.PARTIALS, Map.of()).partialOptions().types())
                .isEqualTo(PartialOptions.POSSIBLE);
        assertThat(delivering(Delivery.PARTIALS, Map.of("net_tx", Delivery.EVENTS))
                        .partialOptions()
                        .types())
                .doesNotContain(EventType.NET_TX)
                .contains(EventType.NET_RX);
        EbpfReceiverConfig files = delivering(Delivery.EVENTS, Map.of("fd_open", Delivery.PARTIALS));
        assertThat(files.partialOptions().types()).containsExactly(EventType.FD_OPEN);
        assertThat(problems(files)).isEmpty();
        assertThat(files.partialGrace())
                .isLessThan(delivering(Delivery.PARTIALS, Map.of()).partialGrace());
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void noRoomIsTakenForGroupsThatAreDisabled() {
        Map<String, ProbeConfig> probes = Map.of("page_fault", new ProbeConfig(false, null, null));
        EbpfReceiverConfig config = new EbpfReceiverConfig(
                probes, null, null, null, null, null, null, null, Delivery.PARTIALS, Map.of(), null, null);

        assertThat(config.partialOptions().types())
                .contains(EventType.SYSCALL_READ)
                .doesNotContain(EventType.PAGE_FAULT);
    }

    @Test
    void refusesPartialsOfEventsThatAreToldOneByOne() {
        assertThat(problems(
                        delivering(Delivery.EVENTS, Map.of("disk_io", Delivery.PARTIALS, "disk_oi", Delivery.EVENTS))))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem)
                        .startsWith("delivery_by_event.disk_")
                        .contains("fd_open"));
        assertThat(problems(delivering(Delivery.PARTIALS, Map.of("disk_io", Delivery.EVENTS))))
                .isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void partialsOfCpuTimeNeedAShortTick() {
        Duration tick = Duration.ofSeconds(1);
        EbpfReceiverConfig config = new EbpfReceiverConfig(
                Map.of(), null, null, null, null, tick, null, null, Delivery.PARTIALS, Map.of(), null, null);
        EbpfReceiverConfig without = new EbpfReceiverConfig(
                Map.of(),
                null,
                null,
                null,
                null,
                tick,
                null,
                null,
                Delivery.PARTIALS,
                Map.of("sched_switch", Delivery.EVENTS),
                null,
                null);

        assertThat(problems(config)).singleElement().asString().startsWith("cpu_tick: 1000 ms is too long");
        assertThat(problems(without)).isEmpty();
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static EbpfReceiverConfig delivering(@Nullable Delivery delivery, Map<String, Delivery> byEvent) {
        return new EbpfReceiverConfig(
                Map.of(), null, null, null, null, null, null, null, delivery, byEvent, null, null);
    }

    @Test
    void aBudgetMakesSamplingChangeAndItsAbsenceDoesNot() {
        assertThat(withProbes(Map.of()).probeOptions().changingSampling()).isFalse();
        EbpfReceiverConfig config = withBudget(new BudgetConfig(Share.ofPercent(1), null, null, null, null, null));
        assertThat(problems(config)).isEmpty();
        assertThat(config.probeOptions().changingSampling()).isTrue();
        assertThat(config.budget().highestLevel())
                .as("1/512: the next would be less than 0.001")
                .isEqualTo(9);
        assertThat(withBudget(new BudgetConfig(null, null, null, 1.0, null, null))
                        .budget()
                        .highestLevel())
                .isZero();
    }

    @Test
    void refusesBudgetsThatCannotWork() {
        assertThat(problems(withBudget(new BudgetConfig(
                        Share.ofPercent(0), Duration.ofHours(2), null, 0.0, null, Duration.ofMillis(999)))))
                .containsExactly(
                        "budget.cpu: 0% is less than 0.01%. Write a share of one core, such as 1%.",
                        "budget.warm_up: 7200 s is not from 0s to 1h. Use 30s.",
                        "budget.attach_after: 999 ms is not from 1s to 1h. Use 1m.",
                        "budget.least_rate: 0.0 is not from 0.00003 to 1. Use 0.001.");
    }

    /** What is asked for by name stays as it is, and what has ports may need any number of keys. */
    @Test
    void aBudgetMaySwitchTheDeliveryOfWhatHasFewKeys() {
        BudgetConfig budget = new BudgetConfig(Share.ofPercent(1), null, null, null, null, null);
        BudgetConfig without = new BudgetConfig(Share.ofPercent(1), null, false, null, null, null);
        Map<String, Delivery> named = Map.of("syscall_read", Delivery.EVENTS, "syscall_write", Delivery.PARTIALS);

        assertThat(budgeted(budget, null, Map.of()).switchableTypes())
                .contains(EventType.SYSCALL_READ, EventType.SCHED_SWITCH, EventType.PAGE_FAULT)
                .doesNotContain(EventType.NET_TX, EventType.NET_RX, EventType.DISK_IO);
        assertThat(budgeted(budget, null, named).switchableTypes())
                .contains(EventType.SYSCALL_FUTEX)
                .doesNotContain(EventType.SYSCALL_READ, EventType.SYSCALL_WRITE);
        assertThat(budgeted(budget, Duration.ofSeconds(1), Map.of()).switchableTypes())
                .contains(EventType.SCHED_RUNQUEUE)
                .doesNotContain(EventType.SCHED_SWITCH);
        assertThat(budgeted(without, null, Map.of()).partialOptions().isNone()).isTrue();
        assertThat(withProbes(Map.of()).partialOptions().isNone()).isTrue();
        assertThat(budgeted(budget, null, Map.of()).partialGrace()).isEqualTo(Duration.ofMillis(25));
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static EbpfReceiverConfig budgeted(
            BudgetConfig budget, @Nullable Duration cpuTick, Map<String, Delivery> byEvent) {
        return new EbpfReceiverConfig(
                Map.of(), null, null, null, null, cpuTick, null, budget, null, byEvent, null, null);
    }

    private static EbpfReceiverConfig withBudget(BudgetConfig budget) {
        return new EbpfReceiverConfig(Map.of(), null, null, null, null, null, null, budget, null, Map.of(), null, null);
    }

    @Test
    void rareEventsHaveARingOfTheirOwnSize() {
        EbpfReceiverConfig config = new EbpfReceiverConfig(
                Map.of(), null, null, ByteSize.ofKibibytes(64), null, null, null, null, null, Map.of(), null, null);

        assertThat(problems(config)).isEmpty();
        assertThat(config.ringOptions().rareBytes()).isEqualTo(64 << 10);
        assertThat(withProbes(Map.of()).ringOptions().rareBytes()).isEqualTo(256 << 10);
    }

    static Stream<ProbeGroup> groups() {
        return Arrays.stream(ProbeGroup.values());
    }

    @ParameterizedTest
    @MethodSource("groups")
    void everyGroupCanBeDisabledAndRequired(ProbeGroup group) {
        assertThat(problems(withProbes(Map.of(group.label(), disabled())))).isEmpty();

        EbpfReceiverConfig required = withProbes(Map.of(group.label(), new ProbeConfig(true, true, null)));
        assertThat(problems(required)).isEmpty();
        assertThat(required.requiredGroups()).containsExactly(group);
        assertThat(withProbes(Map.of()).requiredGroups()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syscall_read",
                "syscall_write",
                "syscall_futex",
                "syscall_mmap",
                "syscall_epoll_wait",
                "syscall_fsync",
                "syscall_fdatasync",
                "syscall_pwrite",
                "fd_open",
                "fd_close",
                "disk_io",
                "block_merge",
                "tcp_send",
                "tcp_recv",
                "udp_send",
                "udp_recv",
                "tcp_retransmit",
                "tcp_state",
                "scheduler",
                "scheduler_wakeup",
                "page_fault",
                "mem_reclaim",
                "mem_compaction",
                "swap_in",
                "swap_out",
                "oom_kill",
                "process_exit"
            })
    void knowsTheGroupsThatUsersOfObservoorKnow(String name) {
        assertThat(problems(withProbes(Map.of(name, disabled())))).isEmpty();
    }

    @Test
    void refusesAGroupThatIsRequiredAndDisabled() {
        assertThat(problems(withProbes(Map.of("scheduler", new ProbeConfig(false, true, null)))))
                .containsExactly("probes.scheduler.required: contradicts enabled: false. Remove one of them.");
    }

    @Test
    void exitsAreAGroupAlthoughAnotherReceiverTellsThem() {
        EbpfReceiverConfig without = withProbes(Map.of("process_exit", disabled()));
        assertThat(problems(without)).isEmpty();
        assertThat(without.tellsExits()).isFalse();
        assertThat(withProbes(Map.of("process_exit", new ProbeConfig(true, true, null)))
                        .tellsExits())
                .isTrue();
        assertThat(withProbes(Map.of()).tellsExits()).isTrue();
        assertThat(problems(withProbes(Map.of("process_exit", new ProbeConfig(true, false, List.of("exit"))))))
                .containsExactly("probes.process_exit.calls: is only for groups of system calls. Remove it.");
    }

    @Test
    void callsReplaceTheUsualOnesOfTheirGroupOnly() {
        EbpfReceiverConfig config = withProbes(Map.of("syscall_epoll_wait", calls("epoll_pwait", "epoll_wait")));

        assertThat(problems(config)).isEmpty();
        assertThat(config.probeOptions().calls())
                .isEqualTo(Map.of(ProbeGroup.SYSCALL_EPOLL_WAIT, List.of("epoll_pwait", "epoll_wait")));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void theUsualCallsOfEveryGroupCanBeWritten(ProbeGroup group) {
        EbpfReceiverConfig config =
                withProbes(Map.of(group.label(), calls(group.calls().toArray(String[]::new))));

        assertThat(problems(config)).hasSize(group.calls().isEmpty() ? 1 : 0);
    }

    @Test
    void refusesCallsThatCannotBe() {
        assertThat(problems(withProbes(Map.of("syscall_read", calls("read", "raed")))))
                .singleElement()
                .asString()
                .startsWith(
                        "probes.syscall_read.calls[1]: \"raed\" is not a system call that can be observed. There are:");
        assertThat(problems(withProbes(Map.of("syscall_read", calls()))))
                .singleElement()
                .asString()
                .startsWith("probes.syscall_read.calls: is empty.");
        assertThat(problems(withProbes(Map.of("scheduler", calls("read")))))
                .containsExactly("probes.scheduler.calls: is only for groups of system calls. Remove it.");
    }

    @Test
    void refusesACallInTwoGroupsUnlessOneOfThemIsDisabled() {
        ProbeConfig both = calls("read", "write");
        assertThat(problems(withProbes(Map.of("syscall_read", both))))
                .containsExactly("probes.syscall_read.calls[1]: write is in syscall_write too, and counts only once."
                        + " Remove it from one of them.");
        assertThat(problems(withProbes(Map.of("syscall_read", both, "syscall_write", disabled()))))
                .isEmpty();
    }

    @Test
    void tellsEverythingUnlessToldOtherwise() {
        EbpfReceiverConfig config = withProbes(Map.of());

        assertThat(config.sampling().toEventSampling()).isSameAs(EventSampling.NONE);
        assertThat(config.probeOptions().sampling().values()).containsOnly(Sampling.NONE);
    }

    @Test
    void anEventHasItsOwnRuleOrTheDefault() {
        EbpfReceiverConfig config = sampled(
                rule(Mode.PROBABILITY, 0.5),
                Map.of("disk_io", rule(Mode.NONE, null), "net_tx", rule(Mode.NTH, 0.33333333)));
        EventSampling sampling = config.sampling().toEventSampling();

        assertThat(problems(config)).isEmpty();
        assertThat(sampling.of(EventType.SYSCALL_READ)).isEqualTo(new Sampling(Mode.PROBABILITY, 0.5));
        assertThat(sampling.of(EventType.DISK_IO)).isEqualTo(Sampling.NONE);
        assertThat(sampling.of(EventType.NET_TX)).isEqualTo(new Sampling(Mode.NTH, 1 / 3.0));
        assertThat(sampling.of(EventType.NET_RX)).isEqualTo(new Sampling(Mode.PROBABILITY, 0.5));
        assertThat(config.probeOptions().sampling()).containsEntry(EventType.NET_TX, new Sampling(Mode.NTH, 1 / 3.0));
    }

    @Test
    void whatTheProcessReceiverTellsIsNeverSampled() {
        EventSampling sampling =
                sampled(rule(Mode.NTH, 0.1), Map.of()).sampling().toEventSampling();

        assertThat(sampling.of(EventType.PROCESS_EXIT)).isEqualTo(Sampling.NONE);
        assertThat(sampling.of(EventType.PROCESS_FORK)).isEqualTo(Sampling.NONE);
        assertThat(problems(sampled(null, Map.of("process_exit", rule(Mode.NONE, 1.0)))))
                .isEmpty();
        assertThat(problems(sampled(null, Map.of("process_exit", rule(Mode.NTH, 0.5)))))
                .singleElement()
                .asString()
                .startsWith("sampling.events.process_exit: these events come from the process receiver");
    }

    @ParameterizedTest
    @EnumSource
    void everyEventCanHaveARule(EventType type) {
        assertThat(problems(sampled(null, Map.of(type.label(), rule(Mode.NONE, null)))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 1",
        "NONE, 1.0000009",
        "NONE, 0.9999991",
        "PROBABILITY, 1",
        "PROBABILITY, 0.000001",
        "PROBABILITY, 0.3",
        "NTH, 1",
        "NTH, 0.5",
        "NTH, 0.1",
        "NTH, 0.01",
        "NTH, 0.000001",
        "NTH, 0.333333333",
        "NTH, 2.3283064370807974E-10"
    })
    void takesRatesThatObservoorTakes(Mode mode, double rate) {
        assertThat(problems(sampled(rule(mode, rate), Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 0.5, 0.5 has no meaning",
        "NONE, 1.00001, 1.00001 has no meaning",
        "NONE, 0, 0.0 has no meaning",
        "PROBABILITY, 0, 0.0 is not above 0 and at most 1",
        "PROBABILITY, 1.5, 1.5 is not above 0",
        "PROBABILITY, -0.5, -0.5 is not above 0",
        "PROBABILITY, 1e-10, 1.0E-10 tells next to nothing",
        "NTH, 0, 0.0 is not above 0",
        "NTH, 2, 2.0 is not above 0",
        "NTH, 1e-10, 1.0E-10 tells next to nothing",
        "NTH, 0.3, 0.3 is not 1 divided by a whole number. Use 0.3333333333333333 for one of 3",
        "NTH, 0.9, 0.9 is not 1 divided by a whole number. Use 1.0 for one of 1",
        "NTH, 0.333333, 0.333333 is not 1 divided by a whole number"
    })
    void refusesRatesThatObservoorRefuses(Mode mode, double rate, String problem) {
        assertThat(problems(sampled(rule(mode, rate), Map.of())))
                .singleElement()
                .asString()
                .startsWith("sampling.default.rate: " + problem);
        assertThat(problems(sampled(null, Map.of("disk_io", rule(mode, rate)))))
                .singleElement()
                .asString()
                .startsWith("sampling.events.disk_io.rate: " + problem);
    }

    @Test
    void namesTheEventsThereAreWhereOneIsUnknown() {
        assertThat(problems(sampled(null, Map.of("disk_oi", rule(Mode.NONE, null)))))
                .singleElement()
                .asString()
                .startsWith("sampling.events.disk_oi: there is no such event. There are: syscall_read, ")
                .contains("disk_io");
    }

    private static ProbeConfig disabled() {
        return new ProbeConfig(false, null, null);
    }

    private static ProbeConfig calls(String... names) {
        return new ProbeConfig(true, null, List.of(names));
    }

    private static SamplingRule rule(Mode mode, @Nullable Double rate) {
        return new SamplingRule(mode, rate);
    }

    private static EbpfReceiverConfig sampled(@Nullable SamplingRule otherwise, Map<String, SamplingRule> events) {
        SamplingConfig sampling = new SamplingConfig(otherwise, events);
        return new EbpfReceiverConfig(
                Map.of(), sampling, null, null, null, null, null, null, null, Map.of(), null, null);
    }

    private static EbpfReceiverConfig withProbes(Map<String, ProbeConfig> probes) {
        return new EbpfReceiverConfig(probes, null, null, null, null, null, null, null, null, Map.of(), null, null);
    }

    private static List<String> problems(EbpfReceiverConfig config) {
        List<String> found = new ArrayList<>();
        config.validate((key, format, arguments) -> found.add(key + ": " + format.formatted(arguments)));
        return found;
    }
}
