package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
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
import java.util.concurrent.ConcurrentHashMap;

/** The place of a receiver, and the way from it into every pipeline that names it. */
final class ReceiverHost extends ComponentHost<Receiver> implements Outputs {
    private final PlannedComponent<ReceiverFactory<?>> planned;
    private final List<Inlet> inlets = new ArrayList<>();
    private final Map<Signal<?>, Traffic> traffic = new ConcurrentHashMap<>();

    ReceiverHost(PlannedComponent<ReceiverFactory<?>> planned, Environment environment) {
        super(ComponentKey.shared(ComponentKind.RECEIVER, planned.id()), environment, Gate.serial());
        this.planned = planned;
    }

    /**
     * What passed of one signal.
     *
     * @param accepted was handed on, once, however many pipelines there are
     * @param refused found no room; whoever sent it was told to come again
     */
    record Traffic(Tally accepted, Tally refused) {}

    /** Adds a pipeline; done before the start. */
    void connect(Inlet inlet) {
        inlets.add(inlet);
        traffic.computeIfAbsent(inlet.signal(), _ -> new Traffic(new Tally(), new Tally()));
    }

    /** What passed, by signal. */
    Map<Signal<?>, Traffic> traffic() {
        return traffic;
    }

    @Override
    Receiver create(Instance<Receiver> instance) {
        return create(planned.factory(), new Settings.OfReceiver(this, instance));
    }

    private <C extends ComponentConfig> Receiver create(ReceiverFactory<C> factory, ReceiverSettings settings) {
        return factory.create(settings, factory.configType().cast(planned.config()), this);
    }

    @Override
    public <B extends Batch> Optional<BatchConsumer<B>> find(Signal<B> signal) {
        List<Inlet> wanted =
                inlets.stream().filter(inlet -> inlet.signal() == signal).toList();
        Traffic passing = traffic.get(signal);
        return passing == null ? Optional.empty() : Optional.of(new Outlet<>(wanted, passing));
    }

    /** The way into the pipelines of one signal. */
    private final class Outlet<B extends Batch> implements BatchConsumer<B> {
        private final List<Inlet> pipelines;
        private final Traffic passing;

        Outlet(List<Inlet> pipelines, Traffic passing) {
            this.pipelines = pipelines;
            this.passing = passing;
        }

        @Override
        public void consume(B batch) {
            accept(batch);
            for (Inlet pipeline : pipelines) {
                pipeline.consume(batch);
            }
        }

        private void accept(B batch) {
            account.out(batch);
            passing.accepted().add(batch);
        }

        /** All pipelines take it or none: what comes again would be twice in those that took it. */
        @Override
        public boolean offer(B batch) {
            for (Inlet pipeline : pipelines) {
                if (!pipeline.admits()) {
                    passing.refused().add(batch);
                    return false;
                }
            }
            accept(batch);
            for (Inlet pipeline : pipelines) {
                pipeline.letIn(batch);
            }
            return true;
        }
    }

    @Override
    void comingUp() {
        inlets.forEach(Inlet::hold);
    }

    @Override
    void goneDown() {
        inlets.forEach(Inlet::release);
    }

    @Override
    void reported(State state) {
        if (state == State.PERMANENT) {
            inlets.forEach(Inlet::release);
        }
    }
}
