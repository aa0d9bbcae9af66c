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
import io.borescope.api.telemetry.Counter;
import io.borescope.engine.plan.PlannedComponent;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The place of a receiver, and the way from it into every pipeline that names it. */
final class ReceiverHost extends ComponentHost<Receiver> implements Outputs {
    private final PlannedComponent<ReceiverFactory<?>> planned;
    private final List<Inlet> inlets = new ArrayList<>();
    private final Counter refused;

    ReceiverHost(PlannedComponent<ReceiverFactory<?>> planned, Environment environment) {
        super(ComponentKey.shared(ComponentKind.RECEIVER, planned.id()), environment, Gate.serial());
        this.planned = planned;
        this.refused = environment
                .meters()
                .counter(
                        key,
                        "refused_events",
                        "{event}",
                        "Events that a pipeline had no room for; whoever sent them was told to come again.");
    }

    /** Adds a pipeline; done before the start. */
    void connect(Inlet inlet) {
        inlets.add(inlet);
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
        return wanted.isEmpty() ? Optional.empty() : Optional.of(new Outlet<>(wanted));
    }

    /** The way into the pipelines of one signal. */
    private final class Outlet<B extends Batch> implements BatchConsumer<B> {
        private final List<Inlet> pipelines;

        Outlet(List<Inlet> pipelines) {
            this.pipelines = pipelines;
        }

        @Override
        public void consume(B batch) {
            account.out(batch);
            for (Inlet pipeline : pipelines) {
                pipeline.consume(batch);
            }
        }

        /**
         * Takes it, or leaves it with its sender: where a processor keeps data out of any pipeline, and where no exporter of any pipeline has
         * room. As soon as one exporter has taken it, it does not go back, as it would come to that exporter twice: what the others have no room
         * for is lost there.
         */
        @Override
        public boolean offer(B batch) {
            if (!pipelines.stream().allMatch(Inlet::admits)
                    || pipelines.stream().noneMatch(Inlet::hasRoom)) {
                refused.add(batch.eventCount());
                return false;
            }
            List<Offer> offers = new ArrayList<>();
            pipelines.forEach(pipeline -> offers.add(pipeline.offer(batch)));
            if (offers.stream().noneMatch(Offer::isTaken) && offers.stream().anyMatch(Offer::isRefused)) {
                for (int i = 0; i < offers.size(); i++) {
                    pipelines.get(i).takeBack(offers.get(i));
                }
                refused.add(batch.eventCount());
                return false;
            }
            offers.forEach(Offer::book);
            account.out(batch);
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
