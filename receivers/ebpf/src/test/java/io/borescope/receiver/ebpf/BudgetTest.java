package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventType;
import io.borescope.receiver.ebpf.Budget.Step;
import io.borescope.receiver.ebpf.CpuUse.Family;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against a host whose costs are known: so much per event that happens, so much per event that is told, and something that nobody can help. */
final class BudgetTest {
    private static final double LIMIT = 0.01;

    /** Such a host. */
    private static final class Host {
        private static final double SECONDS_PER_EVENT = 100e-9;
        private static final double PROGRAM_SECONDS_PER_TOLD = 300e-9;
        private static final double AGENT_SECONDS_PER_TOLD = 100e-9;

        private final Map<EventType, Double> rates = new EnumMap<>(EventType.class);
        private final Map<String, Set<EventType>> attached = new LinkedHashMap<>(Map.of(
                "syscalls", Set.of(EventType.SYSCALL_READ, EventType.SYSCALL_WRITE),
                "fault", Set.of(EventType.PAGE_FAULT)));
        private final Map<String, Set<EventType>> all = Map.copyOf(attached);
        private final Set<EventType> addedUp = EnumSet.noneOf(EventType.class);
        private final Map<EventType, Integer> levels = new EnumMap<>(EventType.class);
        private final List<Step> steps = new ArrayList<>();
        private final Budget budget;
        private Set<EventType> summable = Set.of();
        private double elsewhere = 0.001;

        Host(Budget budget) {
            this.budget = budget;
        }

        Host rate(EventType type, double perSecond) {
            rates.put(type, perSecond);
            return this;
        }

        private double told(EventType type) {
            return rates.getOrDefault(type, 0.0) / (1 << levels.getOrDefault(type, 0));
        }

        private CpuUse use() {
            Map<EventType, Double> told = new EnumMap<>(EventType.class);
            List<Family> families = new ArrayList<>();
            double agent = elsewhere;
            for (var family : attached.entrySet()) {
                double share = 0;
                for (EventType type : family.getValue()) {
                    told.put(type, told(type));
                    share += rates.getOrDefault(type, 0.0) * SECONDS_PER_EVENT + told(type) * PROGRAM_SECONDS_PER_TOLD;
                    agent += addedUp.contains(type) ? 0 : told(type) * AGENT_SECONDS_PER_TOLD;
                }
                families.add(new Family(family.getKey(), share, family.getValue()));
            }
            return new CpuUse(agent, families, told);
        }

        double total() {
            return use().total();
        }

        Host run(int seconds) {
            for (int i = 0; i < seconds; i++) {
                for (Step step : budget.look(use(), summable)) {
                    steps.add(step);
                    switch (step) {
                        case Step.Deliver deliver
                        when deliver.delivery() == Delivery.PARTIALS -> addedUp.add(deliver.type());
                        case Step.Deliver deliver -> addedUp.remove(deliver.type());
                        case Step.Sample sample -> levels.put(sample.type(), sample.to());
                        case Step.Detach detach -> attached.remove(detach.family());
                        case Step.Attach attach -> attached.put(attach.family(), all.get(attach.family()));
                    }
                }
            }
            return this;
        }
    }

    private static Host host(boolean mayDetach, String... kept) {
        return host(config(mayDetach), kept);
    }

    private static Host host(BudgetConfig config, String... kept) {
        return new Host(new Budget(LIMIT, config, Set.of(kept), Set.of()));
    }

    private static BudgetConfig config(boolean mayDetach) {
        return new BudgetConfig(null, Duration.ZERO, true, 0.001, mayDetach, Duration.ofMinutes(1));
    }

    @Test
    void doesNothingWhileThereIsRoom() {
        assertThat(host(true).rate(EventType.SYSCALL_READ, 15_000).run(1_000).steps)
                .isEmpty();
    }

    @Test
    void tellsLessOfTheDearestTypeAfterTenTimesTheLoadAndMoreWhenItIsOver() {
        Host host = host(true)
                .rate(EventType.SYSCALL_READ, 100)
                .rate(EventType.SYSCALL_WRITE, 5_000)
                .run(60);
        assertThat(host.steps).isEmpty();

        host.rate(EventType.SYSCALL_WRITE, 50_000).run(10);
        assertThat(host.total()).isLessThan(LIMIT);
        assertThat(host.levels).containsOnlyKeys(EventType.SYSCALL_WRITE);
        int raised = host.steps.size();
        assertThat(host.run(1_000).steps).as("it does not swing").hasSize(raised);

        host.rate(EventType.SYSCALL_WRITE, 5_000).run(20);
        assertThat(host.levels).containsEntry(EventType.SYSCALL_WRITE, 0);
        assertThat(host.total()).isLessThan(LIMIT);
    }

    @Test
    void spreadsWhatIsDearerThanTheRest() {
        Host host = host(true)
                .rate(EventType.SYSCALL_READ, 20_000)
                .rate(EventType.SYSCALL_WRITE, 20_000)
                .rate(EventType.PAGE_FAULT, 1_000)
                .run(10);
        assertThat(host.total()).isLessThan(LIMIT);
        assertThat(host.levels.keySet()).containsExactlyInAnyOrder(EventType.SYSCALL_READ, EventType.SYSCALL_WRITE);
    }

    @Test
    void detachesWhatIsDearEvenIfNothingIsTold() {
        Host host = host(true)
                .rate(EventType.SYSCALL_WRITE, 200_000)
                .rate(EventType.PAGE_FAULT, 1_000)
                .run(15);
        assertThat(host.attached).containsOnlyKeys("fault");
        assertThat(host.total()).isLessThan(LIMIT);
        assertThat(host.budget.describe()).contains("detached: syscalls");

        host.rate(EventType.SYSCALL_WRITE, 5_000).run(70);
        assertThat(host.attached).containsOnlyKeys("fault", "syscalls");
        host.run(20);
        assertThat(host.levels.values()).containsOnly(0);
        assertThat(host.budget.describe()).isEmpty();
    }

    @Test
    void addsUpInTheKernelBeforeItTellsLess() {
        Host host = host(true).rate(EventType.SYSCALL_READ, 1_000).rate(EventType.SYSCALL_WRITE, 19_000);
        host.summable = Set.of(EventType.SYSCALL_READ, EventType.SYSCALL_WRITE);
        host.run(100);
        assertThat(host.steps).containsExactly(new Step.Deliver(EventType.SYSCALL_WRITE, Delivery.PARTIALS));
        assertThat(host.total()).isLessThan(LIMIT);
        assertThat(host.budget.describe()).contains("added up in the kernel: syscall_write");

        host.rate(EventType.SYSCALL_WRITE, 50_000).run(10);
        assertThat(host.total()).isLessThan(LIMIT);
        assertThat(host.addedUp).contains(EventType.SYSCALL_WRITE);
        assertThat(host.levels.getOrDefault(EventType.SYSCALL_WRITE, 0)).isPositive();

        host.rate(EventType.SYSCALL_WRITE, 5_000).run(30);
        assertThat(host.levels.values()).containsOnly(0);
        assertThat(host.addedUp).isEmpty();
        assertThat(host.budget.describe()).isEmpty();
        int steps = host.steps.size();
        assertThat(host.run(1_000).steps).as("it does not swing").hasSize(steps);
    }

    @Test
    void tellsOneByOneWhatCannotBeAddedUpAnyMore() {
        Host host = host(true).rate(EventType.SYSCALL_WRITE, 20_000);
        host.summable = Set.of(EventType.SYSCALL_WRITE);
        host.run(10);
        assertThat(host.addedUp).containsOnly(EventType.SYSCALL_WRITE);

        host.summable = Set.of();
        host.run(10);
        assertThat(host.addedUp).isEmpty();
        assertThat(host.levels.getOrDefault(EventType.SYSCALL_WRITE, 0)).isPositive();
        assertThat(host.total()).isLessThan(LIMIT);
    }

    @Test
    void aSecondThatStandsOutDoesNothing() {
        Host host = host(true).rate(EventType.SYSCALL_WRITE, 10_000).run(10);
        for (int i = 0; i < 20; i++) {
            host.elsewhere = 0.3;
            host.run(1).elsewhere = 0.001;
            host.run(2);
        }
        assertThat(host.steps).isEmpty();
    }

    @Test
    void aSecondThatStandsOutDoesNotLeadFurtherThanTheOthers() {
        Host usual = host(true).rate(EventType.SYSCALL_WRITE, 25_000).run(2);
        Host host = host(true).rate(EventType.SYSCALL_WRITE, 25_000).run(1);
        host.elsewhere = 0.3;
        host.run(1);
        assertThat(host.steps).isNotEmpty().isEqualTo(usual.steps);
        host.elsewhere = 0.001;
        assertThat(host.run(1_000).levels).isEqualTo(usual.run(1_000).levels);
    }

    @Test
    void waitsLongerEachTimeThatAttachingWasInVain() {
        Host host = host(true).rate(EventType.SYSCALL_WRITE, 200_000).run(10_000);
        long attached =
                host.steps.stream().filter(Step.Attach.class::isInstance).count();
        assertThat(attached).as("not once a minute").isBetween(5L, 15L);
    }

    @Test
    void detachesNothingThatIsRequiredOrWhereItMustNot() {
        Host kept =
                host(true, "syscalls").rate(EventType.SYSCALL_WRITE, 200_000).run(30);
        assertThat(kept.attached).containsKey("syscalls");
        assertThat(kept.budget.isHelpless()).isTrue();
        Host forbidden = host(false).rate(EventType.SYSCALL_WRITE, 200_000).run(30);
        assertThat(forbidden.attached).containsKey("syscalls");
        assertThat(forbidden.steps).allSatisfy(step -> assertThat(step).isInstanceOf(Step.Sample.class));
    }

    /** Such as an exporter's: probes are not to blame, and what is told of them stays. */
    @Test
    void leavesProbesAloneWhereSomethingElseIsDear() {
        Host host = host(true).rate(EventType.SYSCALL_WRITE, 1_000);
        host.elsewhere = 0.5;
        host.run(30);
        assertThat(host.attached).containsKey("syscalls");
        assertThat(host.levels.getOrDefault(EventType.SYSCALL_WRITE, 0)).isLessThanOrEqualTo(5);
        assertThat(host.budget.describe()).contains("by something that is not the probes'");
        host.elsewhere = 0.001;
        host.run(20);
        assertThat(host.budget.describe()).isEmpty();
    }
}
