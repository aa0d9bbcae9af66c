package io.borescope.processor.aggregate;

import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.MergeEvent;
import io.borescope.api.event.NetEvent;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.process.PortTable;
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
 * @param isObservoors whether Observoor has it; then its column stays where the dimension is switched off
 */
record Dimension(String name, ColumnType type, int shift, int bits, List<String> labels, boolean isObservoors) {
    /** The text for values beyond the limit of a dimension. */
    static final String OTHER_VALUES = "__other__";

    /** The kernel's number of a device. All bits set, a number that no device has, stands for the devices beyond the limit. */
    static final Dimension DEVICE = new Dimension("device_id", ColumnType.LONG, 0, 32, List.of(), true);

    /** What a port is used for. Has a bit more than the labels need, for those beyond the limit. */
    static final Dimension PORT_LABEL = new Dimension("port_label", ColumnType.TEXT, 16, 9, List.of(), true);

    static final Dimension OPERATION =
            new Dimension("rw", ColumnType.TEXT, 32, 8, List.of("read", "write", "flush", "discard", "other"), true);

    static final Dimension DIRECTION = new Dimension("direction", ColumnType.TEXT, 0, 8, List.of("tx", "rx"), true);

    static final Dimension TRANSPORT =
            new Dimension("transport", ColumnType.TEXT, 8, 8, List.of("tcp", "udp", "unix", "other"), false);

    static final Dimension CPU = new Dimension("cpu", ColumnType.LONG, 0, 16, List.of(), false);

    /**
     * One dimension and where records have it.
     *
     * @param isPortLabel whether it is the label that is looked up once per event, and not read from a record
     */
    record In(Dimension dimension, Field field, boolean isPortLabel) {
        In(Dimension dimension, Field field) {
            this(dimension, field, false);
        }

        /**
         * Its share of the second key.
         *
         * @param portLabel the number of the event's label
         */
        long key(EventBatch events, int index, int portLabel) {
            return dimension.place(isPortLabel ? portLabel : field.read(events, index));
        }

        /** The same column without a source: every row has the value 0. */
        In switchedOff() {
            return new In(dimension, Field.NONE);
        }
    }

    private static final In PORT = new In(PORT_LABEL, Field.NONE, true);

    /** Of requests that have completed. */
    static final List<In> DISK =
            List.of(new In(DEVICE, Field.u32(DiskEvent.DEVICE)), new In(OPERATION, Field.u8(DiskEvent.OPERATION)));

    /** Of merges. */
    static final List<In> MERGE =
            List.of(new In(DEVICE, Field.u32(MergeEvent.DEVICE)), new In(OPERATION, Field.u32(MergeEvent.OPERATION)));

    /** Of sockets. */
    static final List<In> NET = List.of(
            PORT, new In(DIRECTION, Field.u8(NetEvent.RECEIVE)), new In(TRANSPORT, Field.u8(NetEvent.TRANSPORT)));

    /** Of what only TCP does and only when it sends. */
    static final List<In> TCP_SEND = List.of(PORT, new In(DIRECTION, Field.NONE), new In(TRANSPORT, Field.NONE));

    /** Of TCP connections, whichever way. */
    static final List<In> TCP = List.of(PORT);

    /** Of CPU time, whose rows are found by the CPU in the header of its events. */
    static final List<In> CORE = List.of(new In(CPU, Field.NONE));

    ColumnSpec column() {
        return new ColumnSpec(name, type, type == ColumnType.LONG ? "1" : "");
    }

    /** A value's share of a second key. Values that have no label of their own share that of the last. */
    long place(long value) {
        long known = labels.isEmpty() ? value & mask() : Math.min(value & mask(), labels.size() - 1L);
        return known << shift;
    }

    /** The number that a second key has of it. */
    long number(long key) {
        return (key >>> shift) & mask();
    }

    /** A second key with the number that stands for all values beyond the limit. */
    long withOther(long key) {
        return key | (mask() << shift);
    }

    /** Whether a number stands for all values beyond the limit. */
    boolean isOther(long number) {
        return number == mask();
    }

    /** The text that a second key has of it. */
    String label(long key, PortTable ports) {
        long number = number(key);
        if (!labels.isEmpty()) {
            return labels.get((int) number);
        }
        return isOther(number) ? OTHER_VALUES : ports.label((int) number);
    }

    private long mask() {
        return -1L >>> (Long.SIZE - bits);
    }
}
