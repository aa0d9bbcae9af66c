package io.borescope.extension.clickhouseembedded;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Problems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What users configure.
 *
 * @param directory null for the default of the user that runs the agent
 * @param endpoint where to listen
 * @param database by name
 * @param memoryLimit of the engine
 * @param cacheSize of all caches of the engine together
 * @param users by name
 * @param fetch what to do when the library is not here
 */
public record ClickHouseEmbeddedConfig(
        @Doc("Where the data is. One engine at a time may use it.") @Nullable
        Path directory,

        @Doc("Where the HTTP interface listens, as host:port. Beyond loopback only with users.")
        HostPort endpoint,

        @Doc("Database that is made at the start, and that borescope query means unless told otherwise.")
        String database,

        @Doc("Memory that the engine may use; queries beyond it fail.")
        ByteSize memoryLimit,

        @Doc("Memory of it that caches of marks and indexes may keep.")
        ByteSize cacheSize,

        @Doc("Who may use the engine, by name. Without users, everybody on this host may.")
        Map<String, UserConfig> users,

        @Doc("What to do at the start when libchdb is not here: never or once (fetch it, 178 MB).")
        Fetch fetch)
        implements ComponentConfig {
    private static final HostPort DEFAULT_ENDPOINT = new HostPort("127.0.0.1", 8123);
    private static final String DEFAULT_DATABASE = "borescope";
    private static final ByteSize DEFAULT_MEMORY_LIMIT = ByteSize.ofMebibytes(1024);
    private static final ByteSize LEAST_MEMORY_LIMIT = ByteSize.ofMebibytes(256);
    private static final ByteSize DEFAULT_CACHE_SIZE = ByteSize.ofMebibytes(64);
    private static final int SHORTEST_PASSWORD = 8;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    /** The engine's own, and the one that {@code borescope query} uses. */
    private static final Set<String> RESERVED_NAMES = Set.of("default", EngineFiles.OWN_USER);

    private static final Set<String> ENGINES_DATABASES = Set.of("system", "information_schema", "INFORMATION_SCHEMA");

    public ClickHouseEmbeddedConfig {
        endpoint = requireNonNullElse(endpoint, DEFAULT_ENDPOINT);
        database = requireNonNullElse(database, DEFAULT_DATABASE);
        memoryLimit = requireNonNullElse(memoryLimit, DEFAULT_MEMORY_LIMIT);
        cacheSize = requireNonNullElse(cacheSize, DEFAULT_CACHE_SIZE);
        users = Map.copyOf(users);
        fetch = requireNonNullElse(fetch, Fetch.NEVER);
    }

    @Override
    public void validate(Problems problems) {
        if (!endpoint.isLoopback() && users.isEmpty()) {
            problems.add(
                    "endpoint",
                    "\"%s\" can be reached from other hosts, and everybody there could read and delete everything."
                            + " Configure users, or listen at 127.0.0.1.",
                    endpoint);
        }
        endpoint.warnOfEveryInterface("endpoint", "try passwords, which are not encrypted on the way", problems);
        if (!NAME.matcher(database).matches() || ENGINES_DATABASES.contains(database)) {
            problems.add(
                    "database", "\"%s\" cannot be made. Use letters, digits and underscores, at most 63.", database);
        }
        if (memoryLimit.compareTo(LEAST_MEMORY_LIMIT) < 0) {
            problems.add("memory_limit", "%s is less than the %s that it needs.", memoryLimit, LEAST_MEMORY_LIMIT);
        }
        if (cacheSize.bytes() > memoryLimit.bytes() / 2) {
            problems.add("cache_size", "%s is more than half of memory_limit (%s).", cacheSize, memoryLimit);
        }
        users.forEach((name, user) -> validate(name, user, problems.within("users." + name)));
    }

    private static void validate(String name, UserConfig user, Problems problems) {
        if (!NAME.matcher(name).matches()) {
            problems.add("", "is no user's name: use letters, digits and underscores, at most 63.");
        } else if (RESERVED_NAMES.contains(name)) {
            problems.add("", "is a name that the engine uses itself. Choose another.");
        }
        if (user.password() == null || user.password().reveal().length() < SHORTEST_PASSWORD) {
            problems.add(
                    "password",
                    "has fewer than %d characters. Write a reference such as ${env:CLICKHOUSE_PASSWORD}.",
                    SHORTEST_PASSWORD);
        }
    }
}
