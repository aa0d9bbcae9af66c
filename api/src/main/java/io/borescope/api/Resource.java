package io.borescope.api;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who the telemetry is about: attributes that hold for every batch of an installation. Immutable.
 *
 * @param attributes by name, in OpenTelemetry's dotted form, sorted
 */
public record Resource(SortedMap<String, String> attributes) {
    /** Name of this agent instance; Observoor calls it {@code meta_client_name}. From {@code service.instance}. */
    public static final String INSTANCE_NAME = "borescope.instance.name";

    /** Name of the network the observed clients are in; Observoor's {@code meta_network_name}. From {@code service.network}. */
    public static final String NETWORK_NAME = "borescope.network.name";

    /** A resource that says nothing. */
    public static final Resource EMPTY = of(Map.of());

    public Resource {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** A resource with these attributes. */
    public static Resource of(Map<String, String> attributes) {
        return new Resource(new TreeMap<>(attributes));
    }

    /** The value of one attribute, if it is set. */
    public Optional<String> find(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }
}
