package io.borescope.receiver.process.ports;

import io.borescope.receiver.process.classes.PortRule.Transport;
import java.util.Arrays;

/**
 * A hash table of numbers: which label a port has from which point of view. Built by one thread, then read by any; a look-up costs a few
 * probes of an array and allocates nothing.
 */
final class LabelTable {
    static final LabelTable EMPTY = new LabelTable(0);

    /** The listeners of any network namespace. */
    static final int ANY_NAMESPACE = 0;

    private static final int OWN = 0;
    private static final int REMOTE = 2;
    private static final int LISTENER = 4;
    private static final int NAMESPACE = 6;
    private static final int FOR_ALL = 8;

    private static final int KIND_SHIFT = 16;
    private static final int OWNER_SHIFT = 20;
    private static final long FREE = -1;
    private static final int LEAST_SLOTS = 16;

    private final long[] keys;
    private final int[] values;
    private final int mask;
    private int size;

    /**
     * @param entries most that will be put
     */
    LabelTable(int entries) {
        int slots = Math.max(LEAST_SLOTS, Integer.highestOneBit(Math.max(1, entries)) * 4);
        keys = new long[slots];
        values = new int[slots];
        mask = slots - 1;
        Arrays.fill(keys, FREE);
    }

    int size() {
        return size;
    }

    /** A port that a process listens on. */
    void own(int process, Transport transport, int port, int label) {
        put(key(process, OWN + transport.number(), port), label);
    }

    /** A port of others that a process connects to. */
    void remote(int process, Transport transport, int port, int label) {
        put(key(process, REMOTE + transport.number(), port), label);
    }

    /** A port on which somebody in a network namespace listens. */
    void listener(int namespace, Transport transport, int port, int label) {
        put(key(namespace, LISTENER + transport.number(), port), label);
    }

    /** A port with a label for whoever connects to it. */
    void forAll(Transport transport, int port, int label) {
        put(key(0, FOR_ALL + transport.number(), port), label);
    }

    /** The network namespace of a process, numbered from 1. */
    void namespace(int process, int namespace) {
        put(key(process, NAMESPACE, 0), namespace);
    }

    /** The label of a transfer, 0 if none is known; see {@link io.borescope.api.process.PortTable#labelOf}. */
    int labelOf(int process, int transport, int localPort, int remotePort) {
        int label = get(key(process, OWN + transport, localPort));
        return label != 0 || remotePort == 0 ? label : remoteLabelOf(process, transport, remotePort);
    }

    private int remoteLabelOf(int process, int transport, int port) {
        int label = get(key(get(key(process, NAMESPACE, 0)), LISTENER + transport, port));
        if (label == 0) {
            label = get(key(ANY_NAMESPACE, LISTENER + transport, port));
        }
        if (label == 0) {
            label = get(key(process, REMOTE + transport, port));
        }
        return label == 0 ? get(key(0, FOR_ALL + transport, port)) : label;
    }

    private static long key(int owner, int kind, int port) {
        return ((long) owner << OWNER_SHIFT) | ((long) kind << KIND_SHIFT) | port;
    }

    /** The first that is put stays. */
    private void put(long key, int value) {
        int slot = slot(key);
        if (keys[slot] == FREE) {
            keys[slot] = key;
            values[slot] = value;
            size++;
        }
    }

    private int get(long key) {
        int slot = slot(key);
        return keys[slot] == key ? values[slot] : 0;
    }

    private int slot(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 32) & mask;
        while (keys[slot] != key && keys[slot] != FREE) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
