package io.borescope.bpf.btf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Follows a path such as {@code task.comm} or {@code slots[3].count} through structs and arrays to a {@link Field}. */
public final class FieldPath {
    private static final Pattern PATH = Pattern.compile("(?:[A-Za-z_]\\w*)?(?:\\.[A-Za-z_]\\w*|\\[\\d{1,9}])*");
    private static final Pattern STEP = Pattern.compile("([A-Za-z_]\\w*)|\\[(\\d+)]");
    private static final int LONGEST_PATH = 512;
    private static final int LONGEST_TEXT = 4096;
    private static final int MOST_NESTED = 16;
    private static final int MOST_NAMED = 40;

    /** Looked at for one path. A struct of the kernel has hundreds; one that contains itself, as only a broken file has it, would never end. */
    private static final int MOST_MEMBERS = 100_000;

    private final Btf btf;
    private final String path;
    private int looks;

    private FieldPath(Btf btf, String path) {
        this.btf = btf;
        this.path = path;
    }

    /** Whether a path is well-formed; an empty one names the whole. */
    public static boolean isValid(String path) {
        return path.length() <= LONGEST_PATH && PATH.matcher(path).matches();
    }

    /**
     * Finds what a path names.
     *
     * @param label what errors and the field call it
     * @param type id of the type that the path begins in
     * @param offset in bytes, where a value of that type begins in the record
     * @param path empty for the value itself
     * @throws BtfException if there is no such field, or it holds nothing that can be read
     */
    public static Field find(Btf btf, String label, int type, long offset, String path) throws BtfException {
        if (!isValid(path)) {
            throw new BtfException("%s is no path. Write one such as comm, key.pid or slots[3]".formatted(label));
        }
        Field field = new FieldPath(btf, label).find(type, offset, path);
        if (field.end() > offset + btf.sizeOf(type)) {
            throw new BtfException("%s lies outside of what it belongs to".formatted(label));
        }
        return field;
    }

    /**
     * Finds the elements of an array of numbers.
     *
     * @param most how many it may have
     * @throws BtfException if the path names something else
     * @see #find
     */
    public static List<Field> elements(Btf btf, String label, int type, long offset, String path, int most)
            throws BtfException {
        FieldPath of = new FieldPath(btf, label);
        BtfType.Member member = of.follow(type, offset, path);
        if (!(btf.resolve(member.type()) instanceof BtfType.Array array) || array.length() > most) {
            throw new BtfException("%s is no array of %d elements at most".formatted(label, most));
        }
        List<Field> elements = new ArrayList<>();
        for (int i = 0; i < array.length(); i++) {
            Field element = of.field(of.element(member, i));
            if (!element.isNumber()) {
                throw new BtfException("%s is no array of numbers".formatted(label));
            }
            elements.add(element);
        }
        return elements;
    }

    private Field find(int type, long offset, String steps) throws BtfException {
        return field(follow(type, offset, steps));
    }

    private BtfType.Member follow(int type, long offset, String steps) throws BtfException {
        BtfType.Member at = new BtfType.Member("", type, offset * 8, 0);
        Matcher step = STEP.matcher(steps);
        while (step.find()) {
            String name = step.group(1);
            at = name == null ? element(at, Long.parseLong(step.group(2))) : member(at, name);
        }
        return at;
    }

    private BtfType.Member element(BtfType.Member of, long index) throws BtfException {
        if (!(btf.resolve(of.type()) instanceof BtfType.Array array)) {
            throw new BtfException("%s: there is no array for the index %d".formatted(path, index));
        }
        if (index >= array.length()) {
            throw new BtfException("%s: the array has %d elements, the first is [0]".formatted(path, array.length()));
        }
        return new BtfType.Member("", array.element(), of.bitOffset() + index * btf.sizeOf(array.element()) * 8, 0);
    }

    private BtfType.Member member(BtfType.Member of, String name) throws BtfException {
        if (!(btf.resolve(of.type()) instanceof BtfType.Composite composite)) {
            throw new BtfException("%s: %s is looked for in something that is no struct".formatted(path, name));
        }
        List<BtfType.Member> members = members(composite, of.bitOffset(), 0);
        for (BtfType.Member member : members) {
            if (member.name().equals(name)) {
                return member;
            }
        }
        throw new BtfException(
                "%s: %s has no field %s. It has: %s".formatted(path, composite.label(), name, names(members)));
    }

    private static String names(List<BtfType.Member> members) {
        Stream<String> names = members.stream().limit(MOST_NAMED).map(BtfType.Member::name);
        return names.collect(Collectors.joining(", ")) + (members.size() > MOST_NAMED ? ", ..." : "");
    }

    /** Members by name; those of a struct or union without a name stand in for it. Offsets are those of the record. */
    private List<BtfType.Member> members(BtfType.Composite composite, long bitOffset, int depth) throws BtfException {
        if (depth > MOST_NESTED) {
            throw new BtfException("%s: structs are nested deeper than %d".formatted(path, MOST_NESTED));
        }
        List<BtfType.Member> members = new ArrayList<>();
        looks += composite.members().size();
        if (looks > MOST_MEMBERS) {
            throw new BtfException("%s: its structs have more than %d members".formatted(path, MOST_MEMBERS));
        }
        for (BtfType.Member member : composite.members()) {
            long at = bitOffset + member.bitOffset();
            if (member.name().isEmpty() && btf.resolve(member.type()) instanceof BtfType.Composite nested) {
                members.addAll(members(nested, at, depth + 1));
            } else if (!member.name().isEmpty()) {
                members.add(new BtfType.Member(member.name(), member.type(), at, member.bits()));
            }
        }
        return members;
    }

    private Field field(BtfType.Member member) throws BtfException {
        return switch (btf.resolve(member.type())) {
            case BtfType.Int integer -> integer(member, integer);
            case BtfType.Enumeration enumeration ->
                number(
                        member,
                        Field.Kind.ENUM,
                        enumeration.size(),
                        0,
                        enumeration.size() * 8,
                        enumeration.isSigned(),
                        enumeration.names());
            case BtfType.Array array -> text(member, array);
            case BtfType.Composite composite ->
                throw new BtfException("%s is a %s. Name one of its fields: %s"
                        .formatted(path, composite.label(), names(members(composite, 0, 0))));
            case BtfType.Pointer _ ->
                throw new BtfException(
                        "%s is a pointer, which means nothing outside of the kernel. Have the program read what it points to"
                                .formatted(path));
            case BtfType.Other other ->
                throw new BtfException("%s is a %s, which cannot be read".formatted(path, other.kind()));
            case BtfType.Alias alias ->
                throw new BtfException("%s is a %s, which cannot be read".formatted(path, alias.name()));
        };
    }

    private Field integer(BtfType.Member member, BtfType.Int integer) throws BtfException {
        if (integer.size() > Long.BYTES) {
            throw new BtfException(
                    "%s has %d bytes. Only integers of 1 to 8 bytes can be read".formatted(path, integer.size()));
        }
        Field.Kind kind = integer.isBool() ? Field.Kind.BOOL : Field.Kind.INTEGER;
        return number(member, kind, integer.size(), integer.bitOffset(), integer.bits(), integer.isSigned(), Map.of());
    }

    /** A bit field is read from the bytes that it has a part in. */
    private Field number(
            BtfType.Member member,
            Field.Kind kind,
            int size,
            int bitOffset,
            int bits,
            boolean isSigned,
            Map<Long, String> names)
            throws BtfException {
        long first = member.bitOffset() + bitOffset;
        int width = member.bits() > 0 ? member.bits() : bits;
        if (first % 8 == 0 && width == size * 8) {
            return new Field(path, kind, first / 8, size, 0, width, isSigned, names);
        }
        int shift = (int) (first % 8);
        int bytes = (shift + width + 7) / 8;
        if (width > size * 8 || bytes > Long.BYTES) {
            throw new BtfException(
                    "%s is a bit field of %d bits across %d bytes, which cannot be read".formatted(path, width, bytes));
        }
        return new Field(path, kind, first / 8, bytes, shift, width, isSigned, names);
    }

    private Field text(BtfType.Member member, BtfType.Array array) throws BtfException {
        if (!(btf.resolve(array.element()) instanceof BtfType.Int element) || element.size() != 1) {
            throw new BtfException("%s is an array. Name one of its elements: %s[0] to [%d]"
                    .formatted(path, path, array.length() - 1));
        }
        if (array.length() < 1 || array.length() > LONGEST_TEXT) {
            throw new BtfException(
                    "%s has %d bytes. Only texts of 1 to %d can be read".formatted(path, array.length(), LONGEST_TEXT));
        }
        Field.Kind kind = element.name().equals("char") ? Field.Kind.TEXT : Field.Kind.BYTES;
        return new Field(path, kind, member.bitOffset() / 8, (int) array.length(), 0, 0, false, Map.of());
    }

    /** The fields of a struct that can be read, in the order of memory, without those of structs in it; of arrays only texts and bytes. */
    public static List<Field> readable(Btf btf, int type) throws BtfException {
        List<Field> fields = new ArrayList<>();
        if (btf.resolve(type) instanceof BtfType.Composite composite) {
            for (BtfType.Member member : new FieldPath(btf, composite.label()).members(composite, 0, 0)) {
                addIfReadable(new FieldPath(btf, member.name()), member, fields);
            }
        }
        return fields;
    }

    private static void addIfReadable(FieldPath path, BtfType.Member member, List<Field> fields) {
        try {
            fields.add(path.field(member));
        } catch (BtfException unreadable) {
            // Such as a pointer: nobody asked for it by name.
        }
    }
}
