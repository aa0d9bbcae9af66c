package io.borescope.api.otel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, in the order in which they were given. Immutable. Made for a dozen of them: they lie side by side and are searched from
 * the first on, which takes less memory and time than a map.
 */
public final class Attributes {
    /** None. */
    public static final Attributes EMPTY = new Attributes(List.of(), List.of());

    private final List<String> names;
    private final List<Value> values;

    private Attributes(List<String> names, List<Value> values) {
        this.names = names;
        this.values = values;
    }

    /** Values by name, in the map's order. */
    public static Attributes of(Map<String, Value> values) {
        return values.isEmpty() ? EMPTY : new Attributes(List.copyOf(values.keySet()), List.copyOf(values.values()));
    }

    /**
     * Values by name, for who has made sure that no name is there twice.
     *
     * @param names not to be changed any more, as the values
     * @param values as many, in the same order
     */
    public static Attributes ofUnique(String[] names, Value[] values) {
        return names.length == 0 ? EMPTY : new Attributes(List.of(names), List.of(values));
    }

    /** Texts by name, in the map's order. */
    public static Attributes ofTexts(Map<String, String> texts) {
        Map<String, Value> values = new LinkedHashMap<>();
        texts.forEach((name, text) -> values.put(name, Value.of(text)));
        return of(values);
    }

    /** How many there are. */
    public int size() {
        return names.size();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** The name at a place, 0 for the first. */
    public String name(int index) {
        return names.get(index);
    }

    /** The value at a place, 0 for the first. */
    public Value value(int index) {
        return values.get(index);
    }

    /** The value of a name, or null. */
    public @Nullable Value get(String name) {
        int index = names.indexOf(name);
        return index < 0 ? null : values.get(index);
    }

    /** The value of a name as text. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(get(name)).map(Value::asText);
    }

    /** Calls for each, in order. */
    public void forEach(BiConsumer<String, Value> action) {
        for (int i = 0; i < names.size(); i++) {
            action.accept(names.get(i), values.get(i));
        }
    }

    /** These with one more, or with another value for a name that is there. */
    public Attributes with(String name, Value value) {
        Map<String, Value> changed = toMap();
        changed.put(name, value);
        return of(changed);
    }

    /** Those that pass. */
    public Attributes filter(BiPredicate<String, Value> keep) {
        List<String> keptNames = new ArrayList<>();
        List<Value> keptValues = new ArrayList<>();
        forEach((name, value) -> {
            if (keep.test(name, value)) {
                keptNames.add(name);
                keptValues.add(value);
            }
        });
        return keptNames.size() == names.size()
                ? this
                : new Attributes(List.copyOf(keptNames), List.copyOf(keptValues));
    }

    /** A map of them, in their order, which the caller may change. */
    public Map<String, Value> toMap() {
        Map<String, Value> map = LinkedHashMap.newLinkedHashMap(names.size() + 1);
        forEach(map::put);
        return map;
    }

    /** A map of them as text, in their order, which the caller may change. */
    public Map<String, String> toTexts() {
        Map<String, String> map = LinkedHashMap.newLinkedHashMap(names.size() + 1);
        forEach((name, value) -> map.put(name, value.asText()));
        return map;
    }

    /** Whether both have the same values by name, in whatever order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && hasValuesOf(that);
    }

    private boolean hasValuesOf(Attributes other) {
        if (names.size() != other.names.size()) {
            return false;
        }
        if (names.equals(other.names)) {
            return values.equals(other.values);
        }
        for (int i = 0; i < names.size(); i++) {
            if (!values.get(i).equals(other.get(names.get(i)))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < names.size(); i++) {
            hash += names.get(i).hashCode() ^ values.get(i).hashCode(); // their order does not matter
        }
        return hash;
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
