package io.borescope.extension.filestorage;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What users configure: the Collector's keys, and {@code max_size}.
 *
 * @param directory null for the default of the user that runs the agent
 */
public record FileStorageConfig(
        @Doc("Where the files are. One agent at a time may use it.") @Nullable
        Path directory,

        @Doc("Make the directory if it is not there.") Boolean createDirectory,

        @Doc("Rights of a directory that is made, in octal.")
        String directoryPermissions,

        @Doc("Longest wait at the start for another agent to leave the directory.")
        Duration timeout,

        @Doc("Wait for the disk after each write, so that records survive the loss of power too.")
        Boolean fsync,

        @Doc("Most that the file of one exporter may take.") ByteSize maxSize,

        @Doc("Set a file aside that cannot be read at all, and begin a new one; else do not start.")
        Boolean recreate,

        @Doc("How the Collector shrinks its files; has no effect here, where they shrink by themselves.")
        Compaction compaction)
        implements ComponentConfig {
    private static final ByteSize LEAST_MAX_SIZE = ByteSize.ofMebibytes(1);
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");

    public FileStorageConfig {
        createDirectory = requireNonNullElse(createDirectory, true);
        directoryPermissions = requireNonNullElse(directoryPermissions, "0750");
        timeout = requireNonNullElse(timeout, Duration.ofSeconds(1));
        fsync = requireNonNullElse(fsync, false);
        maxSize = requireNonNullElse(maxSize, ByteSize.ofMebibytes(1024));
        recreate = requireNonNullElse(recreate, true);
    }

    @Override
    public void validate(Problems problems) {
        if (timeout.isNegative()) {
            problems.add("timeout", "must not be negative.");
        }
        if (maxSize.compareTo(LEAST_MAX_SIZE) < 0) {
            problems.add("max_size", "%s is less than the %s that a file needs.", maxSize, LEAST_MAX_SIZE);
        }
        if (!OCTAL.matcher(directoryPermissions).matches()) {
            problems.add(
                    "directory_permissions",
                    "\"%s\" is not three octal digits. Write it as \"0750\".",
                    directoryPermissions);
        }
    }

    /** Where the files are. */
    Path place() {
        return directory == null ? DefaultDirectory.ofAgent(System.getenv()) : directory;
    }

    /** The rights of a directory that is made; valid once validated. */
    Set<PosixFilePermission> permissions() {
        int mode = Integer.parseInt(directoryPermissions, 8);
        PosixFilePermission[] fromHighestBit = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < fromHighestBit.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                permissions.add(fromHighestBit[i]);
            }
        }
        return permissions;
    }

    /**
     * How the Collector rewrites its files so that they shrink. Ours shrink by themselves, in place, so all of this is read and has no effect.
     */
    public record Compaction(
            @Doc("Has no effect: files shrink as they empty.") @Nullable
            Boolean onStart,

            @Doc("Has no effect: files shrink as they empty.") @Nullable
            Boolean onRebound,

            @Doc("Has no effect: no second file is written.") @Nullable
            Path directory,

            @Doc("Has no effect: no second file is written.") @Nullable
            Boolean cleanupOnStart,

            @Doc("Has no effect: files shrink by small steps.") @Nullable
            Long maxTransactionSize,

            @Doc("Has no effect: files shrink when more than half of them is free.") @Nullable
            Long reboundNeededThresholdMib,

            @Doc("Has no effect: files shrink when more than half of them is free.") @Nullable
            Long reboundTriggerThresholdMib,

            @Doc("Has no effect: files shrink when records are removed.") @Nullable
            Duration checkInterval)
            implements ComponentConfig {
        /** The keys that are there although they change nothing here, by their path; that files shrink, as two of them want, is no news. */
        List<String> withoutEffect() {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("directory", directory);
            values.put("cleanup_on_start", cleanupOnStart);
            values.put("max_transaction_size", maxTransactionSize);
            values.put("rebound_needed_threshold_mib", reboundNeededThresholdMib);
            values.put("rebound_trigger_threshold_mib", reboundTriggerThresholdMib);
            values.put("check_interval", checkInterval);
            return values.entrySet().stream()
                    .filter(entry -> entry.getValue() != null)
                    .map(entry -> "compaction." + entry.getKey())
                    .toList();
        }
    }
}
