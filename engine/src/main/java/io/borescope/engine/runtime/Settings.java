package io.borescope.engine.runtime;

import io.borescope.api.BatchIds;
import io.borescope.api.Resource;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ComponentSettings;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Services;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.StatusReporter;
import io.borescope.api.component.Timers;
import io.borescope.api.component.Workers;
import io.borescope.api.telemetry.Ledger;
import io.borescope.api.telemetry.Meter;
import io.borescope.api.time.EngineClock;
import java.time.Duration;

/** What the engine gives one instance of a component. */
abstract class Settings implements ComponentSettings {
    private final ComponentHost<?, ?> host;
    private final Services services;
    private final Meter meter;

    Settings(ComponentHost<?, ?> host, Instance<?> instance) {
        this.host = host;
        this.services = host.environment.services().of(instance);
        this.meter = host.environment.meters().meter(host.key, instance::own);
    }

    @Override
    public ComponentId id() {
        return host.key.id();
    }

    @Override
    public EngineClock clock() {
        return host.environment.clock();
    }

    @Override
    public Resource resource() {
        return host.environment.resource();
    }

    @Override
    public BatchIds batchIds() {
        return host.environment.batchIds();
    }

    @Override
    public Meter meter() {
        return meter;
    }

    @Override
    public Ledger ledger() {
        return host.account;
    }

    @Override
    public StatusReporter status() {
        return host.status;
    }

    @Override
    public Services services() {
        return services;
    }

    static final class OfReceiver extends Settings implements ReceiverSettings {
        private final Workers workers;

        OfReceiver(ComponentHost<?, ?> host, Instance<?> instance) {
            super(host, instance);
            this.workers = instance;
        }

        @Override
        public Workers workers() {
            return workers;
        }
    }

    static final class OfExtension extends Settings implements ExtensionSettings {
        private final Workers workers;

        OfExtension(ComponentHost<?, ?> host, Instance<?> instance) {
            super(host, instance);
            this.workers = instance;
        }

        @Override
        public Workers workers() {
            return workers;
        }
    }

    static final class OfProcessor extends Settings implements ProcessorSettings {
        private final SignalPath path;
        private final Timers timers;

        OfProcessor(ComponentHost<?, ?> host, Instance<?> instance, SignalPath path, Timers timers) {
            super(host, instance);
            this.path = path;
            this.timers = timers;
        }

        @Override
        public SignalPath path() {
            return path;
        }

        @Override
        public Timers timers() {
            return timers;
        }
    }

    static final class OfExporter extends Settings implements ExporterSettings {
        private final Duration timeout;

        OfExporter(ComponentHost<?, ?> host, Instance<?> instance, Duration timeout) {
            super(host, instance);
            this.timeout = timeout;
        }

        @Override
        public Duration timeout() {
            return timeout;
        }
    }
}
