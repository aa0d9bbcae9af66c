package io.borescope.api.process;

/**
 * What ports are used for: {@code el_p2p}, {@code http}. A typed service, published by one receiver.
 *
 * <p>Thread-safe; a look-up neither blocks nor allocates nor reads files, so it can be asked per event. Labels are numbered, so that they
 * can be parts of keys: numbers are never used again for another label.
 */
public interface PortTable {
    /** The number of {@link #UNKNOWN_LABEL}. */
    int UNKNOWN = 0;

    /** The label of a port that nothing is known about. */
    String UNKNOWN_LABEL = "unknown";

    /** Labels are numbered below this. */
    int LABEL_LIMIT = 256;

    /** Knows no port. */
    PortTable NONE = new PortTable() {
        @Override
        public int labelOf(int process, int transport, int localPort, int remotePort) {
            return UNKNOWN;
        }

        @Override
        public String label(int number) {
            return UNKNOWN_LABEL;
        }
    };

    /**
     * What a transfer of a process is for, seen from either end: both sides of a connection have the same label.
     *
     * @param process the number that events carry
     * @param transport as in {@link io.borescope.api.event.NetEvent}
     * @param localPort the process's own port
     * @param remotePort the other side's port; 0 if it is not known
     */
    int labelOf(int process, int transport, int localPort, int remotePort);

    /** The label of a number; {@link #UNKNOWN_LABEL} for a number that stands for none. */
    String label(int number);
}
