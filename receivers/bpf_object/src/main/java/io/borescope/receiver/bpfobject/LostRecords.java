package io.borescope.receiver.bpfobject;

import io.borescope.bpf.BpfException;
import io.borescope.bpf.MapReader;
import io.borescope.bpf.btf.Field;

/** Reads the map in which the programs count what did not fit into the ring. */
final class LostRecords {
    private final MapReader reader;
    private final Field count;
    private long told;

    LostRecords(MapReader reader, Field count) {
        this.reader = reader;
        this.count = count;
    }

    /** What was lost since this was last asked. */
    long take() throws BpfException {
        long total = 0;
        reader.rewind();
        while (reader.next()) {
            for (int i = 0; i < reader.values(); i++) {
                total += count.number(reader.value(), (long) i * reader.stride());
            }
        }
        long news = Math.max(0, total - told);
        told = Math.max(told, total);
        return news;
    }
}
