package io.borescope.processor.aggregate;

import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.MergeEvent;
import io.borescope.api.event.NetEvent;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import java.util.List;

/**
 * What tells rows of one process apart beside the process. The dimensions of a metric share the second key of its rows, each with bits
 * of its own.
 *
 * @param name of the column
 * @param type of the column: a number, or a text for each number
 * @param shift lowest of its bits in the key
 * @param bits how many it has
 * @param labels texts by number; what is beyond them has the last one
 */
record Dimension(String name, ColumnType type, int shift, int bits, List<String> labels) {
    private static final Dimension DEVICE = new Dimension("device_id", ColumnType.LONG, 0, 32, List.of());
    private static final Dimension OPERATION =
            new Dimension("rw", ColumnType.TEXT, 32, 8, List.of("read", "write", "flush", "discard", "other"));
    private static final Dimension DIRECTION = new Dimension("direction", ColumnType.TEXT, 0, 8, List.of("tx", "rx"));
    private static final Dimension TRANSPORT =
            new Dimension("transport", ColumnType.TEXT, 8, 8, List.of("tcp", "udp", "unix", "other"));

    /** One dimension and where records have it. */
    record In(Dimension dimension, Field field) {
        /** Its share of the second key. */
        long key(EventBatch events, int index) {
            return (field.read(events, index) & dimension.mask()) << dimension.shift;
        }
    }

    /** Of requests that have completed. */
    static final List<In> DISK =
            List.of(new In(DEVICE, Field.u32(DiskEvent.DEVICE)), new In(OPERATION, Field.u8(DiskEvent.OPERATION)));

    /** Of merges. */
    static final List<In> MERGE =
            List.of(new In(DEVICE, Field.u32(MergeEvent.DEVICE)), new In(OPERATION, Field.u32(MergeEvent.OPERATION)));

    /** Of sockets. */
    static final List<In> NET =
            List.of(new In(DIRECTION, Field.u8(NetEvent.RECEIVE)), new In(TRANSPORT, Field.u8(NetEvent.TRANSPORT)));

    /** Of what only TCP does and only when it sends. */
    static final List<In> TCP_SEND = List.of(new In(DIRECTION, Field.NONE), new In(TRANSPORT, Field.NONE));

    ColumnSpec column() {
        return new ColumnSpec(name, type, type == ColumnType.LONG ? "1" : "");
    }

    /** The number that a second key has of it. */
    long number(long key) {
        return (key >>> shift) & mask();
    }

    /** The text that a second key has of it. */
    String label(long key) {
        return labels.get((int) Math.min(number(key), labels.size() - 1));
    }

    private long mask() {
        return -1L >>> (Long.SIZE - bits);
    }
}
