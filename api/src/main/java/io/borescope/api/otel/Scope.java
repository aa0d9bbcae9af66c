package io.borescope.api.otel;

/**
 * The library that recorded something.
 *
 * @param dropped attributes that were left out on the way
 * @param schemaUrl of the semantic conventions that its records follow; empty if nobody says
 */
public record Scope(String name, String version, Attributes attributes, int dropped, String schemaUrl) {
    /** One that says nothing. */
    public static final Scope EMPTY = of("", "");

    /** One with a name and a version. */
    public static Scope of(String name, String version) {
        return new Scope(name, version, Attributes.EMPTY, 0, "");
    }
}
