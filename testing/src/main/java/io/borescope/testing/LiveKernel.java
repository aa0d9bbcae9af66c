package io.borescope.testing;

import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/** Lets a test run only where BPF programs can be loaded, and says why where they cannot. */
public final class LiveKernel {
    private LiveKernel() {}

    /**
     * Skips the running test, with the reason in its report, where this kernel cannot be traced or the build was told to leave it alone
     * ({@code -Dbpf=off}).
     *
     * @param missing says what is missing; empty if nothing is
     */
    public static void assumeUsable(Supplier<String> missing) {
        Assumptions.assumeFalse("off".equals(System.getProperty("borescope.bpf")), "turned off with -Dbpf=off");
        String reason = missing.get().strip();
        Assumptions.assumeTrue(reason.isEmpty(), reason);
    }
}
