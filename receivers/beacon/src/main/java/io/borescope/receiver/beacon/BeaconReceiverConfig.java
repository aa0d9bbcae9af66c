package io.borescope.receiver.beacon;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import io.borescope.api.http.HttpChecks;
import io.borescope.api.time.SlotConfig;
import io.borescope.api.time.SlotNetwork;
import io.borescope.api.tls.TlsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which nodes to ask, and what to go by while none answers. */
public record BeaconReceiverConfig(
        @Doc(
                "HTTP addresses of beacon nodes. The first is asked; when one fails, the next. None: only network is used.")
        List<URI> endpoint,

        @Doc("Headers added to every request. Values are secrets: they are never shown.")
        Map<String, Secret> headers,

        @Doc("How the server of an https endpoint is recognised.")
        TlsConfig tls,

        @Doc("Longest time of one request, its answer included.")
        Duration timeout,

        @Doc("How often a node is asked for its sync state.")
        Duration pollInterval,

        @Doc("How often a row of sync_state is made.") Duration syncStateInterval,

        @Doc(
                "A network whose slots are known, to go by while no node answers: mainnet, sepolia, holesky, hoodi or gnosis.")
        @Nullable
        SlotNetwork network,

        @Doc("Instead of network: start of slot 0, 2020-12-01T12:00:23Z or seconds since the epoch.") @Nullable
        String genesis,

        @Doc("With genesis: length of a slot; 12s if left out.") @Nullable
        Duration slotDuration,

        @Doc("With genesis: slots of an epoch; 32 if left out.") @Nullable
        Integer slotsPerEpoch,

        @Doc("File that keeps what a node has said about its slots for the next start. Its folder must exist.")
        @Nullable
        Path stateFile)
        implements ComponentConfig {
    private static final String EXAMPLE = "http://127.0.0.1:5052";
    private static final Set<String> RESERVED_HEADERS =
            Set.of("accept", "connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");
    private static final int MOST_ENDPOINTS = 16;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(12);

    public BeaconReceiverConfig {
        endpoint = List.copyOf(endpoint);
        headers = Map.copyOf(headers);
        timeout = requireNonNullElse(timeout, Duration.ofSeconds(5));
        pollInterval = requireNonNullElse(pollInterval, DEFAULT_INTERVAL);
        syncStateInterval = requireNonNullElse(syncStateInterval, DEFAULT_INTERVAL);
    }

    @Override
    public void validate(Problems problems) {
        validateEndpoints(problems);
        HttpChecks.headers(headers, RESERVED_HEADERS, problems);
        checkRange(problems, "timeout", timeout, Duration.ofMinutes(1));
        checkRange(problems, "poll_interval", pollInterval, Duration.ofHours(1));
        checkRange(problems, "sync_state_interval", syncStateInterval, Duration.ofDays(1));
        if (namesSlots()) {
            slots().validate((key, format, arguments) ->
                    problems.add(key.equals("duration") ? "slot_duration" : key, format, arguments));
        } else if (endpoint.isEmpty()) {
            problems.add(
                    "endpoint", "names no node, and there is no network to go by. Write [%s], or a network.", EXAMPLE);
        }
    }

    private void validateEndpoints(Problems problems) {
        if (endpoint.size() > MOST_ENDPOINTS) {
            problems.add("endpoint", "has %d nodes; %d are the limit.", endpoint.size(), MOST_ENDPOINTS);
        }
        for (int i = 0; i < endpoint.size(); i++) {
            String key = "endpoint[" + i + "]";
            HttpChecks.endpoint(endpoint.get(i), key, EXAMPLE, problems);
            if (endpoint.get(i).getRawQuery() != null) {
                problems.add(key, "has a query (?…), but paths are added to it. Put a token into headers.");
            }
        }
        tls.validate(endpoint.stream().anyMatch(node -> "https".equalsIgnoreCase(node.getScheme())), problems);
    }

    private static void checkRange(Problems problems, String key, Duration value, Duration longest) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(longest) > 0) {
            problems.add(key, "%s is out of range. Use %s to %s.", value, SHORTEST, longest);
        }
    }

    private boolean namesSlots() {
        return network != null || genesis != null || slotDuration != null || slotsPerEpoch != null;
    }

    private SlotConfig slots() {
        return new SlotConfig(network, genesis, slotDuration, slotsPerEpoch);
    }

    /** The slots to go by while no node answers. Only for a configuration without problems. */
    Optional<ChainFacts> configured() {
        return namesSlots()
                ? Optional.of(new ChainFacts(
                        network == null ? "" : network.toString(), slots().toSlotClock(), new TreeMap<>()))
                : Optional.empty();
    }
}
