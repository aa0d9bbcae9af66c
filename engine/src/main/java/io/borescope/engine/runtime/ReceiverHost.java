package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.engine.plan.PlannedComponent;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The place of a receiver, and the way from it into every pipeline that names it. */
final class ReceiverHost extends ComponentHost<Receiver, PlannedComponent<ReceiverFactory<?>>> implements Outputs {
    private final Map<Signal<?>, Traffic> traffic = new ConcurrentHashMap<>();
    private volatile Map<Signal<?>, List<Inlet>> inlets = Map.of();

    ReceiverHost(ComponentId id, Environment environment) {
        super(ComponentKey.shared(ComponentKind.RECEIVER, id), environment, Gate.serial());
    }

    /**
     * What passed of one signal.
     *
     * @param accepted was handed on, once, however many pipelines there are
     * @param refused found no room; whoever sent it was told to come again
     */
    record Traffic(Tally accepted, Tally refused) {}

    /** Says which pipelines it flows into from now on. Those of a signal that it had none for are found by its next instance. */
    void connect(List<Inlet> pipelines) {
        inlets = pipelines.stream().collect(Collectors.groupingBy(Inlet::signal, Collectors.toUnmodifiableList()));
        inlets.keySet().forEach(signal -> traffic.computeIfAbsent(signal, _ -> new Traffic(new Tally(), new Tally())));
    }

    /** What its pipelines take. */
    Set<Signal<?>> signals() {
        return inlets.keySet();
    }

    /** What passed, by signal. */
    Map<Signal<?>, Traffic> traffic() {
        return traffic;
    }

    @Override
    Receiver create(Instance<Receiver> instance) {
        return create(planned().factory(), new Settings.OfReceiver(this, instance));
    }

    private <C extends ComponentConfig> Receiver create(ReceiverFactory<C> factory, ReceiverSettings settings) {
        return factory.create(settings, factory.configType().cast(planned().config()), this);
    }

    @Override
    public <B extends Batch> Optional<BatchConsumer<B>> find(Signal<B> signal) {
        Traffic passing = traffic.get(signal);
        return signals().contains(signal) && passing != null
                ? Optional.of(new Outlet<>(signal, passing))
                : Optional.empty();
    }

    /** The way into the pipelines of one signal, whichever they are by then. */
    private final class Outlet<B extends Batch> implements BatchConsumer<B> {
        private final Signal<B> signal;
        private final Traffic passing;

        Outlet(Signal<B> signal, Traffic passing) {
            this.signal = signal;
            this.passing = passing;
        }

        private List<Inlet> pipelines() {
            return inlets.getOrDefault(signal, List.of());
        }

        @Override
        public void consume(B batch) {
            accept(batch);
            for (Inlet pipeline : pipelines()) {
                pipeline.consume(batch);
            }
        }

        private void accept(B batch) {
            account.out(batch);
            passing.accepted().add(batch);
        }

        /**
         * Takes it, or leaves it with its sender: where a processor keeps data out of any pipeline, and where no exporter of any pipeline has
         * room. As soon as one exporter has taken it, it does not go back, as it would come to that exporter twice: what the others have no room
         * for is lost there.
         */
        @Override
        public boolean offer(B batch) {
            List<Inlet> pipelines = pipelines();
            List<Inlet> withRoom = pipelines.stream().filter(Inlet::hasRoom).toList();
            if (withRoom.isEmpty() || !pipelines.stream().allMatch(Inlet::admits)) {
                passing.refused().add(batch);
                return false;
            }
            List<Offer> offers = new ArrayList<>();
            pipelines.forEach(pipeline -> offers.add(pipeline.offer(batch, withRoom.contains(pipeline))));
            if (offers.stream().noneMatch(Offer::isTaken) && offers.stream().anyMatch(Offer::isRefused)) {
                for (int i = 0; i < offers.size(); i++) {
                    pipelines.get(i).takeBack(offers.get(i));
                }
                passing.refused().add(batch);
                return false;
            }
            offers.forEach(Offer::book);
            accept(batch);
            return true;
        }
    }

    @Override
    void comingUp() {
        inlets.values().forEach(pipelines -> pipelines.forEach(Inlet::hold));
    }

    @Override
    void goneDown() {
        release();
    }

    /** Whether nothing will come from it any more. */
    boolean hasGivenUp() {
        return isRunning() && status.status().state() == State.PERMANENT;
    }

    private void release() {
        inlets.values().forEach(pipelines -> pipelines.forEach(Inlet::release));
    }

    @Override
    void reported(State state) {
        if (state == State.PERMANENT) {
            release();
        }
    }
}
