package io.borescope.engine.config;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What users of Observoor write in YAML, under its keys and with its defaults. Durations stay text: it takes more forms than we do. What is
 * null was left out and has no default.
 */
record ObservoorConfig(
        @Nullable String logLevel,
        @Nullable String metaClientName,
        @Nullable String metaNetworkName,
        @Nullable Long ringBufferSize,
        String syncPollInterval,
        Beacon beacon,
        Pid pid,
        Map<String, Probe> probes,
        Health health,
        Sinks sinks)
        implements ComponentConfig {
    ObservoorConfig {
        syncPollInterval = requireNonNullElse(syncPollInterval, "30s");
    }

    Aggregated aggregated() {
        return sinks.aggregated();
    }

    record Beacon(@Nullable String endpoint, String timeout) {
        Beacon {
            timeout = requireNonNullElse(timeout, "10s");
        }
    }

    record Pid(List<String> processNames, @Nullable String cgroupPath, List<String> cgroupPaths) {}

    record Probe(Boolean enabled) {
        Probe {
            enabled = requireNonNullElse(enabled, true);
        }
    }

    record Health(String addr) {
        Health {
            addr = requireNonNullElse(addr, "");
            addr = addr.isEmpty() ? ":9090" : addr;
        }
    }

    record Sinks(Aggregated aggregated) {}

    record Aggregated(
            boolean enabled,
            Boolean collectProcessSnapshots,
            Resolution resolution,
            Dimensions dimensions,
            Sampling sampling,
            ClickHouse clickhouse,
            Http http) {
        Aggregated {
            collectProcessSnapshots = requireNonNullElse(collectProcessSnapshots, true);
        }
    }

    record Resolution(
            String interval,
            Boolean slotAligned,
            String syncStatePollInterval,
            String hostSpecsPollInterval,
            List<Tier> overrides) {
        Resolution {
            interval = requireNonNullElse(interval, "1s");
            slotAligned = requireNonNullElse(slotAligned, true);
            syncStatePollInterval = requireNonNullElse(syncStatePollInterval, "12s");
            hostSpecsPollInterval = requireNonNullElse(hostSpecsPollInterval, "24h");
        }
    }

    record Tier(List<String> metrics, String interval) {
        Tier {
            interval = requireNonNullElse(interval, "");
        }
    }

    record Dimensions(Network network, Disk disk) {}

    record Network(Boolean includePort, Boolean includeDirection) {
        Network {
            includePort = requireNonNullElse(includePort, true);
            includeDirection = requireNonNullElse(includeDirection, true);
        }
    }

    record Disk(Boolean includeDevice, Boolean includeRw) {
        Disk {
            includeDevice = requireNonNullElse(includeDevice, true);
            includeRw = requireNonNullElse(includeRw, true);
        }
    }

    record Sampling(Rule default_, Map<String, Rule> events) {}

    record Rule(String mode, Double rate) {
        Rule {
            mode = requireNonNullElse(mode, "none");
            rate = requireNonNullElse(rate, 1.0);
        }

        boolean tellsEverything() {
            return mode.equals("none");
        }
    }

    record ClickHouse(
            boolean enabled,
            String endpoint,
            String database,
            @Nullable String table,
            @Nullable Integer batchSize,
            @Nullable String flushInterval,
            String username,
            String password,
            Migrations migrations) {
        ClickHouse {
            endpoint = requireNonNullElse(endpoint, "");
            database = requireNonNullElse(database, "default");
            username = requireNonNullElse(username, "");
            password = requireNonNullElse(password, "");
        }
    }

    record Migrations(boolean enabled) {}

    record Http(
            boolean enabled,
            String address,
            Map<String, String> headers,
            String compression,
            Integer batchSize,
            String batchTimeout,
            String exportTimeout,
            Integer maxQueueSize,
            Integer workers,
            @Nullable Boolean keepAlive) {
        Http {
            address = requireNonNullElse(address, "");
            compression = requireNonNullElse(compression, "gzip");
            batchSize = requireNonNullElse(batchSize, 512);
            batchTimeout = requireNonNullElse(batchTimeout, "5s");
            exportTimeout = requireNonNullElse(exportTimeout, "30s");
            maxQueueSize = requireNonNullElse(maxQueueSize, 8192);
            workers = requireNonNullElse(workers, 1);
        }
    }
}
