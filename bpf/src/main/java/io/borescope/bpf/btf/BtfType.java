package io.borescope.bpf.btf;

import java.util.List;
import java.util.Map;

/** A type of C, as far as values are concerned. Types name each other by id, see {@link Btf#type}. */
public sealed interface BtfType {
    /**
     * An integer.
     *
     * @param name as in C: {@code unsigned int}, {@code char}
     * @param size in bytes, 1 to 16
     * @param bits how many of them hold the value, from {@code bitOffset} on; all of them unless it is a bit field of an old compiler
     */
    record Int(String name, int size, boolean isSigned, boolean isBool, int bitOffset, int bits) implements BtfType {}

    /**
     * An enum.
     *
     * @param size in bytes
     * @param names by value; of two names of one value the first
     */
    record Enumeration(String name, int size, boolean isSigned, Map<Long, String> names) implements BtfType {
        public Enumeration {
            names = Map.copyOf(names);
        }
    }

    /**
     * A struct or a union.
     *
     * @param name empty if it has none
     * @param size in bytes
     */
    record Composite(String name, boolean isUnion, long size, List<Member> members) implements BtfType {
        public Composite {
            members = List.copyOf(members);
        }

        /** As in C: {@code struct exec_event}. */
        public String label() {
            return (isUnion ? "union " : "struct ") + (name.isEmpty() ? "without a name" : name);
        }
    }

    /**
     * A member of a struct or union.
     *
     * @param name empty if its own members stand in for it
     * @param bitOffset from the beginning of the struct
     * @param bits how wide it is if it is a bit field, else 0
     */
    record Member(String name, int type, long bitOffset, int bits) {}

    /** An array. */
    record Array(int element, long length) implements BtfType {}

    /** A pointer to a type, 0 for {@code void}. */
    record Pointer(int target) implements BtfType {}

    /** Another name for a type, or the type with {@code const}, {@code volatile} and the like. */
    record Alias(String name, int target) implements BtfType {}

    /** What holds no value that can be read: functions, forward declarations, floating point. */
    record Other(String kind, String name) implements BtfType {}
}
