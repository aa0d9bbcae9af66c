package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.config.ComponentConfig;
import io.borescope.engine.plan.PlannedProcessor;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.LossReason;
import java.util.Optional;

/** The place of a processor in one pipeline: contains it on one side, counts what it hands on, on the other. */
final class ProcessorHost extends ComponentHost<Processor<Batch>, PlannedProcessor>
        implements BatchConsumer<Batch>, Outputs {
    private final PipelineTimers timers;
    private final Tap tap = new Tap();
    private volatile BatchConsumer<Batch> next;

    /**
     * @param next what follows; it contains itself
     */
    ProcessorHost(
            ComponentId id,
            String pipeline,
            Gate gate,
            PipelineTimers timers,
            BatchConsumer<Batch> next,
            Environment environment) {
        super(new ComponentKey(ComponentKind.PROCESSOR, id, pipeline), environment, gate);
        this.timers = timers;
        this.next = next;
    }

    /** Says what follows from now on. Called inside the gate. */
    void leadTo(BatchConsumer<Batch> successor) {
        next = successor;
    }

    /** Where one may look at what it hands on. */
    Tap tap() {
        return tap;
    }

    /** Called inside the gate. */
    @Override
    public void consume(Batch batch) {
        account.in(batch);
        Instance<Processor<Batch>> instance = current();
        if (instance == null) {
            account.lost(downReason(), batch);
            return;
        }
        try {
            instance.component().consume(batch);
        } catch (Throwable failure) {
            instance.fail(failure); // the account is settled when the instance has been closed
        }
    }

    /** Whether the processor lets data into its pipeline; one that is being replaced has no say. */
    boolean admits() {
        Instance<Processor<Batch>> instance = current();
        if (instance == null) {
            return true;
        }
        try {
            return instance.component().admits();
        } catch (Throwable failure) {
            instance.fail(failure);
            return true;
        }
    }

    /** Whether it keeps data longer than a call, as the ledger is told. */
    boolean holds() {
        return account.holds();
    }

    /** Counts a batch that this processor does not let in. */
    void refuse(Batch batch) {
        account.in(batch);
        account.lost(LossReason.REFUSED, batch);
    }

    @Override
    public <B extends Batch> Optional<BatchConsumer<B>> find(Signal<B> signal) {
        return planned().path().out() == signal ? Optional.of(this::handOn) : Optional.empty();
    }

    private void handOn(Batch batch) {
        account.out(batch);
        tap.show(batch);
        next.consume(batch);
    }

    @Override
    @SuppressWarnings("unchecked") // the plan's chain is type-checked: this processor is given what it takes
    Processor<Batch> create(Instance<Processor<Batch>> instance) {
        ProcessorSettings settings = new Settings.OfProcessor(
                this,
                instance,
                planned().path(),
                (period, task) -> timers.every(period, () -> fire(instance, task), instance));
        return (Processor<Batch>) create(planned().component().factory(), settings);
    }

    private <C extends ComponentConfig> Processor<?> create(ProcessorFactory<C> factory, ProcessorSettings settings) {
        return factory.create(
                settings, factory.configType().cast(planned().component().config()), this);
    }

    /** Runs a timer's task, unless its instance is not the one that takes data. Called inside the gate. */
    private void fire(Instance<Processor<Batch>> instance, Runnable task) {
        if (current() == instance) {
            instance.contain(task);
        }
    }
}
