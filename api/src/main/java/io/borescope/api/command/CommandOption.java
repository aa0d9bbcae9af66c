package io.borescope.api.command;

/**
 * An option of a {@link Command}.
 *
 * @param name as users type it: {@code --format}
 * @param value how its value is called: {@code FORMAT}; empty if it takes none
 * @param description a sentence or two
 */
public record CommandOption(String name, String value, String description) {}
