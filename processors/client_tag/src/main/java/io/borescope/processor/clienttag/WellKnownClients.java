package io.borescope.processor.clienttag;

import static java.util.Map.entry;

import io.borescope.api.process.ProcessName;
import java.util.Map;
import java.util.Optional;

/** The clients of Ethereum that a process's name gives away. */
final class WellKnownClients {
    private static final Map<String, String> BY_NAME = Map.ofEntries(
            entry("geth", "geth"),
            entry("reth", "reth"),
            entry("besu", "besu"),
            entry("nethermind", "nethermind"),
            entry("erigon", "erigon"),
            entry("ethrex", "ethrex"),
            entry("lighthouse", "lighthouse"),
            entry("prysm", "prysm"),
            entry("beacon-chain", "prysm"),
            entry("validator", "prysm"),
            entry("teku", "teku"),
            entry("lodestar", "lodestar"),
            entry("nimbus", "nimbus"),
            entry("nimbus_beacon_n", "nimbus"), // nimbus_beacon_node, cut by the kernel
            entry("grandine", "grandine"));

    private WellKnownClients() {}

    /** The client of a process by the kernel's name of it. */
    static Optional<String> find(String comm) {
        return Optional.ofNullable(BY_NAME.get(ProcessName.withoutBinarySuffix(comm)));
    }
}
