package io.borescope.api.diagnosis;

/**
 * One thing that was looked at.
 *
 * @param name what was looked at, in a word or two
 * @param outcome how good it is
 * @param found what was found; one line without a full stop
 * @param remedy what to do about it, as sentences; empty if there is nothing to do
 */
public record Finding(String name, Outcome outcome, String found, String remedy) {
    /** As needed. */
    public static Finding ok(String name, String found) {
        return new Finding(name, Outcome.OK, found, "");
    }

    /** Something is missing that the rest works without. */
    public static Finding warning(String name, String found, String remedy) {
        return new Finding(name, Outcome.WARNING, found, remedy);
    }

    /** Nothing gets beyond this. */
    public static Finding failed(String name, String found, String remedy) {
        return new Finding(name, Outcome.FAILED, found, remedy);
    }

    /** Not looked at; {@code found} says why. */
    public static Finding skipped(String name, String found) {
        return new Finding(name, Outcome.SKIPPED, found, "");
    }
}
