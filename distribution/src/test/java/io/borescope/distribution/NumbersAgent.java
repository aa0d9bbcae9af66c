package io.borescope.distribution;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.PluginDescription;
import io.borescope.engine.runtime.Agent;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import io.borescope.exporter.otlphttp.OtlpHttpExporterFactory;
import io.borescope.extension.filestorage.FileStorageFactory;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent whose receivers count: a batch per number, one signal after the other. It prints each number that its queue has acknowledged, and is made
 * to be killed. Without a first number it only delivers what is left, prints its summary and ends.
 */
final class NumbersAgent {
    private static final PluginDescription TEST = new PluginDescription("test", "1", "test");

    /** Pipelines of both kinds of metrics are called metrics, so what is in them is up to the receiver. */
    private static final List<Signal<?>> OTEL = List.of(Signal.LOGS, Signal.TRACES, Signal.DATA_POINTS);

    private NumbersAgent() {}

    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(arguments[0]);
        long first = Long.parseLong(arguments[1]);
        ComponentCatalog catalog = new ComponentCatalog.Builder()
                .add(FactoryKind.RECEIVER, counting("records", OTEL, first), TEST)
                .add(FactoryKind.RECEIVER, counting("rows", List.of(Signal.METRICS), first), TEST)
                .add(FactoryKind.EXPORTER, new OtlpHttpExporterFactory(), TEST)
                .add(FactoryKind.EXTENSION, new FileStorageFactory(), TEST)
                .build();
        Agent agent = new Agent(ConfigTree.read(List.of(ConfigTree.Source.file(config)), List.of(), System.getenv())
                .plan(catalog)
                .plan());
        agent.start();
        if (first == 0) {
            while (agent.ledger().stream().anyMatch(line -> line.held().records() > 0)) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            agent.close();
            for (Flow flow : agent.summary().flows()) {
                System.out.printf("%s %d %d %d%n", flow.pipeline(), flow.recovered(), flow.exported(), flow.lost());
            }
        } else {
            Thread.currentThread().join();
        }
    }

    private static TestReceiver counting(String name, List<Signal<?>> signals, long first) {
        return new TestReceiver(
                name, Set.copyOf(signals), (settings, outputs) -> new Counting(settings, outputs, signals, first));
    }

    private static final class Counting implements Receiver, DutyCycle {
        private final ReceiverSettings settings;
        private final Outputs outputs;
        private final List<Signal<?>> signals;
        private final PrintStream acknowledged = new PrintStream(System.out, true);
        private long next;

        Counting(ReceiverSettings settings, Outputs outputs, List<Signal<?>> signals, long first) {
            this.settings = settings;
            this.outputs = outputs;
            this.signals = signals;
            this.next = first;
        }

        @Override
        public void start() {
            if (next > 0) {
                settings.workers().start("", this);
            }
        }

        @Override
        public int doWork() {
            Signal<?> signal = signals.get((int) (next % signals.size()));
            send(signal, outputs);
            acknowledged.println(Numbers.name(signal, next));
            next++;
            return next % 8 == 0 ? 0 : 1;
        }

        private <B extends Batch> void send(Signal<B> signal, Outputs to) {
            BatchConsumer<B> pipeline = to.require(signal);
            pipeline.consume(signal.batchType().cast(Numbers.batch(signal, settings, next, 1)));
        }

        @Override
        public void idle() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
        }

        @Override
        public void wakeUp() {}
    }
}
