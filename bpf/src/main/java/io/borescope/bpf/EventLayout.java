package io.borescope.bpf;

import io.borescope.api.event.ProcessEvent;

/** Numbers that the programs and this package share beside the records, whose layouts are in {@link io.borescope.api.event}. */
final class EventLayout {
    /** Length of arrays by event type: as in events.h. */
    static final int EVENT_TYPES = 128;

    /** The longest record that is written often. */
    static final int FREQUENT_SIZE = 56;

    /** The longest record of all, that of a process. */
    static final int LONGEST_SIZE = ProcessEvent.BYTES;

    /** A slot of the tracker (slots.h): the serial in the low bits, this on top. */
    static final int SLOT_CHILDREN = 0x8000_0000;

    static final int SLOT_SERIAL = 0x7fff_ffff;
    static final int SLOTS_PER_LINE = 16;

    private EventLayout() {}
}
