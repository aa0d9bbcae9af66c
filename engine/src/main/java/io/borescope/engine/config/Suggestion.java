package io.borescope.engine.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** Finds what somebody may have meant. */
public final class Suggestion {
    /** Names are short; longer texts are not compared, which also bounds the work. */
    private static final int LONGEST = 64;

    private Suggestion() {}

    /** The sentence {@code Did you mean "x"?} with a blank in front, or nothing if no name is near. */
    public static String didYouMean(String given, Collection<String> valid) {
        return nearest(given, valid)
                .map(name -> " Did you mean \"" + name + "\"?")
                .orElse("");
    }

    /** The names in order for the end of a message; says so if there are none. */
    public static String list(Collection<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
    }

    private static Optional<String> nearest(String given, Collection<String> valid) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        int furthest = Math.max(2, given.length() / 3);
        return valid.stream()
                .filter(name -> name.length() <= LONGEST)
                .filter(name -> distance(given, name) <= Math.min(furthest, name.length() - 1))
                .min(Comparator.<String>comparingInt(name -> distance(given, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Edits between two texts: a character added, left out or changed, or two neighbours swapped. */
    static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            edits[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            edits[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(edits[i - 1][j - 1] + change, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                edits[i][j] = swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
            }
        }
        return edits[a.length()][b.length()];
    }
}
