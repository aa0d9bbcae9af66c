package io.borescope.testing;

/** Whether tests that have a short and a long form run in the long one: {@code ./test.sh --long}, or {@code -Dlong=on} with Maven. */
public final class LongForm {
    private LongForm() {}

    /** Whether soaks, fuzzing and the like take as long as they need. */
    public static boolean isWanted() {
        return "on".equals(System.getProperty("borescope.long"));
    }
}
