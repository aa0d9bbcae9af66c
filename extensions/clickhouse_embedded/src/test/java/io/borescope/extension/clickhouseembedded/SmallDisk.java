package io.borescope.extension.clickhouseembedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own, in memory, for tests of what happens when there is no more room. Needs root. */
record SmallDisk(Path path) implements AutoCloseable {
    /** Mounts it, or skips the test where that is not allowed. */
    static SmallDisk mount(Path at, String options) throws IOException, InterruptedException {
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", options, "borescope-test", at.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assumptions.assumeTrue(mount.waitFor() == 0, "cannot mount a small disk: " + said.strip());
        return new SmallDisk(at);
    }

    /** Leaves no room. */
    @SuppressWarnings("EmptyCatch") // that is how one knows
    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(path.resolve("filler"), StandardOpenOption.CREATE)) {
            byte[] page = new byte[4096];
            while (true) {
                filler.write(page);
            }
        } catch (IOException full) {
            // It is full.
        }
    }

    @Override
    public void close() throws IOException {
        new ProcessBuilder("umount", "--lazy", path.toString()).start().onExit().join();
    }
}
