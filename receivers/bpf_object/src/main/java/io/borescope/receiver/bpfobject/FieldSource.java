package io.borescope.receiver.bpfobject;

import io.borescope.bpf.btf.BtfException;
import io.borescope.bpf.btf.Field;

/** Finds fields of one kind of record by the paths that users write. */
@FunctionalInterface
interface FieldSource {
    Field find(String path) throws BtfException;

    /**
     * The same, with an error for users.
     *
     * @param key where the configuration has the path
     */
    default Field require(String key, String path) throws ObjectException {
        try {
            return find(path);
        } catch (BtfException e) {
            throw new ObjectException("%s: %s".formatted(key, e.getMessage()), "Correct the path, or the program.");
        }
    }
}
