package io.borescope.receiver.bpfobject;

import io.borescope.bpf.btf.Btf;
import io.borescope.bpf.btf.BtfException;
import io.borescope.bpf.btf.Field;
import io.borescope.bpf.btf.FieldPath;
import java.util.List;

/**
 * What is made of a map's entries. An entry is laid out as one record: the key, the value, the number of the CPU.
 *
 * @param keySize bytes of a key, by its type
 * @param valueSize bytes of a value, by its type
 */
record MapPlan(MapConfig config, long keySize, long valueSize, List<MetricPlan> metrics) {
    static final String KEY = "key";
    static final String VALUE = "value";
    static final String CPU = "cpu";

    static long valueOffset(long keySize) {
        return aligned(keySize);
    }

    static long cpuOffset(long keySize, long valueSize) {
        return aligned(keySize) + aligned(valueSize);
    }

    /** Bytes of a record. */
    long recordSize() {
        return cpuOffset(keySize, valueSize) + Long.BYTES;
    }

    private static long aligned(long size) {
        return Math.ceilDiv(size, Long.BYTES) * Long.BYTES;
    }

    /** Finds fields of an entry: {@code key.pid}, {@code value}, {@code cpu}. */
    static Field find(Btf btf, int key, int value, String path) throws BtfException {
        long keySize = btf.sizeOf(key);
        if (path.equals(CPU)) {
            return Field.ofInteger(path, cpuOffset(keySize, btf.sizeOf(value)), Integer.BYTES, false);
        }
        return isWithin(path, KEY)
                ? FieldPath.find(btf, path, key, 0, path.substring(KEY.length()))
                : FieldPath.find(btf, path, value, valueOffset(keySize), path.substring(VALUE.length()));
    }

    /** Whether a path begins with the key or the value, or is about the CPU. */
    static boolean isPath(String path) {
        return path.equals(CPU) || isWithin(path, KEY) || isWithin(path, VALUE);
    }

    private static boolean isWithin(String path, String whole) {
        return path.equals(whole) || path.startsWith(whole + ".") || path.startsWith(whole + "[");
    }
}
