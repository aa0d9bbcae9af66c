package io.borescope.receiver.bpfobject;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map whose entries are read now and then. */
public record MapConfig(
        @Doc("The map's name in C: a hash or an array, also with a value per CPU or LRU.")
        String name,

        @Doc(
                "Path in the BPF file system of a map that another program has pinned, which is used in place of the object's own.")
        @Nullable
        Path pinned,

        @Doc("How often it is read, from 100ms to 24h.") Duration interval,

        @Doc("Metrics of its entries. Paths begin with key or value; cpu is the CPU of a value per CPU.")
        List<MetricConfig> metrics) {

    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

    public MapConfig {
        name = requireNonNullElse(name, "");
        interval = requireNonNullElse(interval, DEFAULT_INTERVAL);
    }
}
