package io.borescope.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Compiles BPF C in tests, as users do: for objects that the build does not make. */
public final class BpfCompiler {
    private static final Path HEADERS = Path.of("/usr/include");

    private BpfCompiler() {}

    /**
     * Compiles a source to an object with its types, {@code NAME.bpf.o} in a folder. The running test is skipped where programs are not to be
     * built ({@code -Dbpf=off}).
     *
     * @param name without an ending
     * @param source in C
     */
    public static Path compile(Path folder, String name, String source) throws IOException, InterruptedException {
        Assumptions.assumeFalse("off".equals(System.getProperty("borescope.bpf")), "turned off with -Dbpf=off");
        Path file = Files.writeString(folder.resolve(name + ".bpf.c"), source);
        Path object = folder.resolve(name + ".bpf.o");
        boolean arm = "aarch64".equals(System.getProperty("os.arch"));
        List<String> command = List.of(
                "clang",
                "-target",
                "bpf",
                "-mcpu=v2",
                "-D__TARGET_ARCH_" + (arm ? "arm64" : "x86"),
                "-O2",
                "-g",
                "-Wall",
                "-I" + HEADERS.resolve((arm ? "aarch64" : "x86_64") + "-linux-gnu"),
                "-c",
                file.toString(),
                "-o",
                object.toString());
        Process clang = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(clang.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (clang.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + "\n" + printed);
        }
        return object;
    }
}
