package io.borescope.receiver.bpfobject;

import io.borescope.api.privilege.EffectiveUser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads a compiled object. What is in it runs in the kernel with the agent's privileges, so nobody else but root and the agent's user may be
 * able to change the file or put another one in its place.
 */
final class ObjectFile {
    static final int LARGEST = 16 << 20;

    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int STICKY = 01000;

    private ObjectFile() {}

    /**
     * The bytes of a file.
     *
     * @param trusted whether it is read whoever may change it
     */
    static byte[] read(Path file, boolean trusted) throws ObjectException {
        try {
            Path real = file.toRealPath();
            if (!trusted) {
                check(real, 0);
                check(Objects.requireNonNull(real.getParent(), "a file lies in a folder"), STICKY);
            }
            try (InputStream in = Files.newInputStream(real)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new ObjectException(
                            "%s is larger than %d MiB".formatted(file, LARGEST >> 20),
                            "Leave debug information out: llvm-strip -g keeps what is needed.");
                }
                return bytes;
            }
        } catch (NoSuchFileException e) {
            throw new ObjectException(
                    "there is no file %s".formatted(file.toAbsolutePath()),
                    "Compile it: clang -target bpf -O2 -g -c NAME.bpf.c -o NAME.bpf.o.");
        } catch (IOException e) {
            throw new ObjectException(
                    "cannot read %s: %s".formatted(file, e.getMessage()), "Let the agent's user read it.");
        }
    }

    /**
     * @param excuse mode bit that makes it harmless that others may write
     */
    private static void check(Path path, int excuse) throws IOException, ObjectException {
        int mode = (int) Files.getAttribute(path, "unix:mode");
        int owner = (int) Files.getAttribute(path, "unix:uid");
        int self = EffectiveUser.id();
        if (owner != EffectiveUser.ROOT && owner != self) {
            throw unsafe("%s belongs to user %d, who could change it".formatted(path, owner), "chown root " + path);
        }
        if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & excuse) == 0) {
            throw unsafe("%s may be changed by others".formatted(path), "chmod go-w " + path);
        }
    }

    private static ObjectException unsafe(String found, String command) {
        return new ObjectException(
                found + ", and its programs run in the kernel",
                "Run %s. If that is as it should be: allow_unsafe_permissions: true.".formatted(command));
    }
}
