package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.component.Component;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.Extension;
import io.borescope.api.component.Processor;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.StartException;
import io.borescope.api.event.EventBatch;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.runtime.telemetry.ComponentStatus;
import io.borescope.testing.Waiting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest {
    private final List<String> diary = new ArrayList<>();
    private final Set<String> failToStart = new HashSet<>();
    private final Set<String> failWithAnError = new HashSet<>();
    private final Set<String> failToClose = new HashSet<>();

    @Test
    void startsAgainstTheFlowAndClosesWithIt() throws Exception {
        try (Agent agent = new Agent(plan())) {
            agent.start();
            assertThat(agent.status()).extracting(ComponentStatus::state).containsOnly(State.OK);
        }

        assertThat(diary)
                .containsExactly(
                        "start health",
                        "start storage",
                        "start one",
                        "start two",
                        "start second",
                        "start first",
                        "start left",
                        "start right",
                        "close right",
                        "close left",
                        "close first",
                        "close second",
                        "close one",
                        "close two",
                        "close storage",
                        "close health");
    }

    @Test
    void closesEverythingAgainWhenOneComponentCannotStart() {
        failToStart.add("left");
        failToClose.add("two");
        Agent agent = new Agent(plan());
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        StartException failure = catchThrowableOfType(StartException.class, agent::start);

        assertThat(failure).hasMessage("left: no ring for left");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(t -> assertThat(t).hasMessage("two cannot close"));
        assertThat(diary)
                .containsExactly(
                        "start health",
                        "start storage",
                        "start one",
                        "start two",
                        "start second",
                        "start first",
                        "start left",
                        "close left",
                        "close first",
                        "close second",
                        "close one",
                        "close two",
                        "close storage",
                        "close health");
        Waiting.until(
                "its threads have ended",
                () -> before.containsAll(Thread.getAllStackTraces().keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "one", "second", "first", "left", "right"})
    void namesTheComponentThatCannotStartAndClosesWhatHadStarted(String name) {
        failToStart.add(name);
        Agent agent = new Agent(plan());

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(agent::start)
                .withMessageStartingWith(name)
                .withMessageEndingWith(": no ring for " + name);
        assertThat(diary).contains("start " + name);
        assertThat(entries("close ")).containsExactlyInAnyOrderElementsOf(entries("start "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "one", "second", "left"})
    void containsAComponentThatThrowsAnErrorFromItsStart(String name) {
        failWithAnError.add(name);
        Agent agent = new Agent(plan());

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(agent::start)
                .withMessageStartingWith(name)
                .withMessageContaining(": java.lang.NoClassDefFoundError: com/example/Driver");
        assertThat(entries("close ")).containsExactlyInAnyOrderElementsOf(entries("start "));
    }

    @Test
    void goesOnClosingAfterAFailure() throws Exception {
        failToClose.addAll(Set.of("left", "first", "one", "storage"));
        Agent agent = new Agent(plan());
        agent.start();
        agent.close();

        assertThat(diary.subList(8, diary.size()))
                .containsExactly(
                        "close right",
                        "close left",
                        "close first",
                        "close second",
                        "close one",
                        "close two",
                        "close storage",
                        "close health");
    }

    @Test
    void closesOnce() throws Exception {
        Agent agent = new Agent(plan());
        agent.start();
        agent.close();
        int entries = diary.size();
        agent.close();

        assertThat(diary).hasSize(entries);
        assertThatIllegalStateException().isThrownBy(agent::start);
    }

    @Test
    void closesWithoutAStart() {
        new Agent(plan()).close();

        assertThat(diary).isEmpty();
    }

    private List<String> entries(String what) {
        return diary.stream()
                .filter(entry -> entry.startsWith(what))
                .map(entry -> entry.substring(what.length()))
                .toList();
    }

    private AgentPlan plan() {
        return new PlanBuilder()
                .extension("health", _ -> new Part("health"))
                .extension("storage", _ -> new Part("storage"))
                .receiver("left", (_, _) -> new Part("left"))
                .receiver("right", (_, _) -> new Part("right"))
                .processor("first", SignalPath.through(Signal.EVENTS), (_, _) -> new Part("first"))
                .processor("second", SignalPath.through(Signal.EVENTS), (_, _) -> new Part("second"))
                .exporter("one", Deliveries.quick(), _ -> new Part("one"))
                .exporter("two", Deliveries.quick(), _ -> new Part("two"))
                .pipeline(
                        "main",
                        Signal.EVENTS,
                        List.of("left", "right"),
                        List.of("first", "second"),
                        List.of("one", "two"))
                .build();
    }

    /** Writes down what happens to it. */
    private final class Part implements Receiver, Processor<EventBatch>, Exporter, Extension, Component {
        private final String name;

        Part(String name) {
            this.name = name;
        }

        @Override
        public void start() throws StartException {
            note("start ");
            if (failWithAnError.contains(name)) {
                throw new NoClassDefFoundError("com/example/Driver");
            }
            if (failToStart.contains(name)) {
                throw new StartException("no ring for " + name);
            }
        }

        @Override
        public void consume(EventBatch batch) {}

        @Override
        public ExportResult export(List<? extends Batch> batches) {
            return ExportResult.ACCEPTED;
        }

        @Override
        public void close() {
            note("close ");
            if (failToClose.contains(name)) {
                throw new IllegalStateException(name + " cannot close");
            }
        }

        private void note(String what) {
            synchronized (diary) {
                diary.add(what + name);
            }
        }
    }
}
