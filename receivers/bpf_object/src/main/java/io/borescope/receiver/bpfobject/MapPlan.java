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

    /** Fields of the entries of a map with keys and values of these types. */
    record Fields(Btf btf, int key, int value) implements FieldSource {
        @Override
        public Field find(String path) throws BtfException {
            return MapPlan.find(btf, key, value, path);
        }

        /** The elements of an array in the value, each a counter. */
        List<Field> requireElements(String place, String path) throws ObjectException {
            try {
                long offset = valueOffset(btf.sizeOf(key));
                String within = isWithin(path, VALUE) ? path.substring(VALUE.length()) : path;
                return FieldPath.elements(btf, path, value, offset, within, MetricConfig.MOST_BUCKETS);
            } catch (BtfException e) {
                throw new ObjectException(
                        "%s: %s".formatted(place, e.getMessage()),
                        "Name an array with a counter for each bucket, or say with bucket which one an entry counts.");
            }
        }
    }

    /** Finds fields of an entry: {@code key.pid}, {@code value}, {@code cpu}. */
    private static Field find(Btf btf, int key, int value, String path) throws BtfException {
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
