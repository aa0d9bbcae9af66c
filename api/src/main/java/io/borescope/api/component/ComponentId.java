package io.borescope.api.component;

import java.util.regex.Pattern;

/**
 * One configured component: {@code type} or {@code type/name}, as in the OpenTelemetry Collector.
 *
 * @param type names the factory
 * @param name tells several of one type apart; empty for the only one. Up to 1,024 characters, none of them white space, a control
 *     character or a symbol
 */
public record ComponentId(ComponentType type, String name) {
    private static final Pattern NAME = Pattern.compile("[^\\pZ\\pC\\pS]{0,1024}");

    public ComponentId {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is not a component name: no white space, control characters or symbols, at most 1,024.");
        }
    }

    /**
     * Reads {@code type} or {@code type/name}.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public static ComponentId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new ComponentId(new ComponentType(text), "");
        }
        if (slash == text.length() - 1) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" ends with a slash: write a name after it, or leave both out.");
        }
        return new ComponentId(new ComponentType(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return name.isEmpty() ? type.name() : type.name() + "/" + name;
    }
}
