package io.borescope.bpf.btf;

import java.util.Locale;

/** Kinds of types, in the order of their numbers from 1 on. */
enum BtfKind {
    INT,
    PTR,
    ARRAY,
    STRUCT,
    UNION,
    ENUM,
    FWD,
    TYPEDEF,
    VOLATILE,
    CONST,
    RESTRICT,
    FUNC,
    FUNC_PROTO,
    VAR,
    DATASEC,
    FLOAT,
    DECL_TAG,
    TYPE_TAG,
    ENUM64;

    private static final BtfKind[] ALL = values();

    static BtfKind of(int number) throws BtfException {
        if (number < 1 || number > ALL.length) {
            throw new BtfException(
                    "its type information (.BTF) has types of a kind that is not known here: %d".formatted(number));
        }
        return ALL[number - 1];
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
