package io.borescope.processor.aggregate;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.RetransmitEvent;
import io.borescope.api.process.PortTable;
import org.jspecify.annotations.Nullable;

/**
 * Where events of a type have what a port label is looked up by.
 *
 * @param transport {@link Field#NONE} for TCP
 * @param local u16
 * @param remote u16
 */
record PortFields(Field transport, long local, long remote) {
    private static final PortFields NET =
            new PortFields(Field.u8(NetEvent.TRANSPORT), NetEvent.LOCAL_PORT, NetEvent.REMOTE_PORT);
    private static final PortFields RETRANSMIT =
            new PortFields(Field.NONE, RetransmitEvent.LOCAL_PORT, RetransmitEvent.REMOTE_PORT);

    /** Those of a type, or null if it has no ports. */
    static @Nullable PortFields of(EventType type) {
        return switch (type) {
            case NET_TX, NET_RX -> NET;
            case TCP_RETRANSMIT -> RETRANSMIT;
            default -> null;
        };
    }

    /** The number of an event's label. */
    int label(PortTable ports, EventBatch events, int index) {
        return ports.labelOf(
                events.process(index),
                (int) transport.read(events, index),
                events.u16(index, local),
                events.u16(index, remote));
    }
}
