package io.borescope.engine.config;

import io.borescope.api.privilege.EffectiveUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/** What other users of this host may do with files of ours. Where a file system knows no owners and rights, nobody is "other". */
public final class FileAccess {
    private static final String USER_ID = "unix:uid";

    private FileAccess() {}

    /** Whether any user of this host can read a file: its own rights, and those of the directories that lead to it. */
    public static boolean everybodyReads(Path file) {
        return everybodyMay(file, PosixFilePermission.OTHERS_READ);
    }

    /** What speaks against trusting code in a file or directory, a clause for messages; nothing if nothing does. */
    public static Optional<String> distrust(Path path) {
        try {
            int owner = (int) Files.getAttribute(path, USER_ID);
            int self = EffectiveUser.id();
            if (owner != EffectiveUser.ROOT && owner != self) {
                return Optional.of(
                        "%s belongs to user %d, neither root nor the agent's own %d".formatted(path, owner, self));
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return everybodyMay(path, PosixFilePermission.OTHERS_WRITE)
                ? Optional.of("%s can be changed by every user (%s)".formatted(path, rights(path)))
                : Optional.empty();
    }

    private static boolean everybodyMay(Path path, PosixFilePermission right) {
        try {
            Path real = path.toRealPath();
            return Files.getPosixFilePermissions(real).contains(right)
                    && Stream.iterate(real.getParent(), directory -> directory != null, Path::getParent)
                            .allMatch(FileAccess::everybodyPasses);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean everybodyPasses(Path directory) {
        try {
            return Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException e) {
            return true;
        }
    }

    private static String rights(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            return "rights unknown";
        }
    }
}
