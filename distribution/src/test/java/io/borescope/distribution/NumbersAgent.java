package io.borescope.distribution;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.PluginDescription;
import io.borescope.engine.runtime.Agent;
import io.borescope.engine.runtime.telemetry.Summary;
import io.borescope.exporter.ndjsonhttp.NdjsonHttpExporterFactory;
import io.borescope.extension.filestorage.FileStorageFactory;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent whose receiver counts: a batch per number, one after the other. It prints each number that its queue has acknowledged, and is made to be
 * killed. Without a first number it only delivers what is left, prints its summary and ends.
 */
final class NumbersAgent {
    private static final PluginDescription TEST = new PluginDescription("test", "1", "test");
    private static final MetricDescriptor NUMBERS = new MetricDescriptor(
            "numbers",
            "Numbers.",
            MetricKind.SUM,
            "1",
            Temporality.DELTA,
            List.of(),
            List.of(ColumnSpec.integer(MetricDescriptor.SUM, "1")),
            List.of());

    private NumbersAgent() {}

    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(arguments[0]);
        long first = Long.parseLong(arguments[1]);
        ComponentCatalog catalog = new ComponentCatalog.Builder()
                .add(FactoryKind.RECEIVER, new NumbersFactory(first), TEST)
                .add(FactoryKind.EXPORTER, new NdjsonHttpExporterFactory(), TEST)
                .add(FactoryKind.EXTENSION, new FileStorageFactory(), TEST)
                .build();
        Agent agent = new Agent(ConfigTree.read(List.of(ConfigTree.Source.file(config)), List.of(), System.getenv())
                .plan(catalog)
                .plan());
        agent.start();
        if (first == 0) {
            while (agent.summary().flows().getFirst().held() > 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            agent.close();
            Summary.Flow flow = agent.summary().flows().getFirst();
            System.out.printf("%d %d %d%n", flow.recovered(), flow.exported(), flow.lost());
        } else {
            Thread.currentThread().join();
        }
    }

    record NoConfig() implements ComponentConfig {}

    private record NumbersFactory(long first) implements ReceiverFactory<NoConfig> {
        @Override
        public ComponentType type() {
            return new ComponentType("numbers");
        }

        @Override
        public String description() {
            return "Counts.";
        }

        @Override
        public Class<NoConfig> configType() {
            return NoConfig.class;
        }

        @Override
        public Stability stability() {
            return Stability.DEVELOPMENT;
        }

        @Override
        public Set<Signal<?>> produces() {
            return Set.of(Signal.METRICS);
        }

        @Override
        public Receiver create(ReceiverSettings settings, NoConfig config, Outputs outputs) {
            return new Numbers(settings, outputs, first);
        }
    }

    private static final class Numbers implements Receiver, DutyCycle {
        private final ReceiverSettings settings;
        private final Outputs outputs;
        private final PrintStream acknowledged = new PrintStream(System.out, true);
        private long next;

        Numbers(ReceiverSettings settings, Outputs outputs, long first) {
            this.settings = settings;
            this.outputs = outputs;
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
            outputs.require(Signal.METRICS).consume(batch(next));
            acknowledged.println(next);
            next++;
            return next % 8 == 0 ? 0 : 1;
        }

        @Override
        public void idle() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
        }

        @Override
        public void wakeUp() {}

        private MetricBatch batch(long number) {
            return new MetricBatch(
                    settings.batchIds().next(),
                    settings.resource(),
                    NUMBERS,
                    new Window(number, new ClockMapping(0, 0), number, number + 1, 0, 0, 0),
                    number,
                    List.of(new LongColumn(new long[] {number})),
                    1,
                    0);
        }
    }
}
