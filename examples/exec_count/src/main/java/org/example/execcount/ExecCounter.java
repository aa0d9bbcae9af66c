package org.example.execcount;

import io.borescope.api.component.StartException;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.BpfObject;
import io.borescope.bpf.MapReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.TreeMap;

/** The program in the kernel and its maps. One owner, one thread at a time; gone when closed, and when the process ends in any way. */
final class ExecCounter implements AutoCloseable {
    private static final String OBJECT = "exec_count.bpf.o";

    private final BpfObject object;
    private final MapReader counts;
    private final MapReader lost;

    private ExecCounter(BpfObject object) throws BpfException {
        this.object = object;
        this.counts = object.map("counts").reader();
        this.lost = object.map("lost").reader();
    }

    /** Loads the object that lies beside this class, and attaches its program. */
    static ExecCounter start() throws StartException {
        try {
            BpfObject object = BpfObject.open("exec_count", file());
            try {
                object.load();
                object.program("handle_exec").attach();
                return new ExecCounter(object);
            } catch (BpfException | RuntimeException e) {
                object.close();
                throw e;
            }
        } catch (BpfException e) {
            throw new StartException(e.getMessage(), e); // says what failed, why, and what helps
        }
    }

    private static byte[] file() {
        try (InputStream file = ExecCounter.class.getResourceAsStream(OBJECT)) {
            if (file == null) {
                throw new IllegalStateException(OBJECT + " is not in this plugin");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often each program was executed since the start, by the kernel's name of it. */
    Map<String, Long> counts() throws BpfException {
        Map<String, Long> byName = new TreeMap<>();
        counts.rewind();
        while (counts.next()) {
            byName.put(counts.key().getString(0), counts.value().get(ValueLayout.JAVA_LONG, 0));
        }
        return byName;
    }

    /** Executions that the map had no room for, since the start: a sum over all CPUs. */
    long lost() throws BpfException {
        long sum = 0;
        lost.rewind();
        while (lost.next()) {
            MemorySegment perCpu = lost.value();
            for (int cpu = 0; cpu < lost.values(); cpu++) {
                sum += perCpu.get(ValueLayout.JAVA_LONG, (long) cpu * lost.stride());
            }
        }
        return sum;
    }

    @Override
    public void close() {
        object.close(); // detaches first
    }
}
