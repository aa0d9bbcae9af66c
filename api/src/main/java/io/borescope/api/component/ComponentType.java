package io.borescope.api.component;

import java.util.regex.Pattern;

/**
 * The name of a type of component, as users write it in YAML: {@code slot_window}.
 *
 * @param name a letter, then up to 62 letters, digits and underscores
 */
public record ComponentType(String name) implements Comparable<ComponentType> {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][0-9a-zA-Z_]{0,62}");

    public ComponentType {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is not a component type: use a letter, then up to 62 letters, digits and underscores.");
        }
    }

    @Override
    public int compareTo(ComponentType other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
