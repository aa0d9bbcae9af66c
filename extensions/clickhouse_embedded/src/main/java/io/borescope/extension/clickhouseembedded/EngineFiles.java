package io.borescope.extension.clickhouseembedded;

import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the configuration that the engine reads, in the folder that only the agent's user may look into. Passwords stand there as hashes.
 */
final class EngineFiles {
    /** The user by which {@code borescope query} asks, with a new password at each start; only if there are users at all. */
    static final String OWN_USER = "borescope";

    /**
     * What users may do. The engine may read and write whatever the agent may, often everything; so nobody gets a right by which it would do
     * so for them: table functions and engines that read files or addresses, dictionaries (which may even run programs), backups.
     */
    private static final List<String> USERS_RIGHTS = rights();

    private static List<String> rights() {
        List<String> rights = new ArrayList<>();
        rights.add("SHOW, SELECT, INSERT, ALTER, DROP, TRUNCATE, OPTIMIZE, KILL QUERY, SYSTEM ON *.*");
        rights.add("CREATE DATABASE, CREATE TABLE, CREATE VIEW, CREATE TEMPORARY TABLE ON *.*");
        for (String kind : List.of("", "Replacing", "Summing", "Aggregating", "Collapsing", "VersionedCollapsing")) {
            rights.add("TABLE ENGINE ON " + kind + "MergeTree");
        }
        for (String engine :
                List.of("Buffer", "Join", "Log", "Memory", "Merge", "Null", "Set", "StripeLog", "TinyLog")) {
            rights.add("TABLE ENGINE ON " + engine);
        }
        return List.copyOf(rights);
    }

    private static List<String> startRights(ClickHouseEmbeddedConfig config) {
        return List.of(
                "SYSTEM LISTEN ON *.*", "SELECT ON system.numbers", "CREATE DATABASE ON `" + config.database() + "`.*");
    }

    private EngineFiles() {}

    /** A password that nobody can guess. */
    static String newPassword() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Writes them. {@code ownPassword} is for {@link #OWN_USER}. */
    static void write(DataDirectory directory, ClickHouseEmbeddedConfig config, String ownPassword) throws IOException {
        writeOwned(directory.users(), users(config, ownPassword));
        writeOwned(directory.config(), config(directory, config));
    }

    /** Replaces a file by one that only its owner may read. */
    static void writeOwned(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** Few threads and small caches: the engine shares the host with work that matters more. Without system logs, which would grow. */
    private static String config(DataDirectory directory, ClickHouseEmbeddedConfig config) {
        long cache = config.cacheSize().bytes();
        return """
                <clickhouse>
                    <logger><level>warning</level></logger>
                    <users_config>%s</users_config>
                    <max_server_memory_usage>%d</max_server_memory_usage>
                    <mark_cache_size>%d</mark_cache_size>
                    <primary_index_cache_size>%d</primary_index_cache_size>
                    <index_mark_cache_size>%d</index_mark_cache_size>
                    <uncompressed_cache_size>0</uncompressed_cache_size>
                    <index_uncompressed_cache_size>0</index_uncompressed_cache_size>
                    <background_pool_size>2</background_pool_size>
                    <background_schedule_pool_size>8</background_schedule_pool_size>
                    <background_fetches_pool_size>1</background_fetches_pool_size>
                    <background_move_pool_size>1</background_move_pool_size>
                    <background_common_pool_size>2</background_common_pool_size>
                    <background_buffer_flush_schedule_pool_size>1</background_buffer_flush_schedule_pool_size>
                    <background_message_broker_schedule_pool_size>1</background_message_broker_schedule_pool_size>
                    <background_distributed_schedule_pool_size>2</background_distributed_schedule_pool_size>
                    <merge_tree>
                        <!-- Not more than the pool has. -->
                        <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
                        <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
                        <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
                    </merge_tree>
                </clickhouse>
                """.formatted(
                escaped(directory.users().toString()), config.memoryLimit().bytes(), cache / 2, cache / 4, cache / 4);
    }

    /**
     * The engine's user {@code default} cannot have a password, because the engine itself starts as that user. If there are others, it may do
     * nothing but what the start needs, and the guard turns away who comes as it.
     */
    private static String users(ClickHouseEmbeddedConfig config, String ownPassword) {
        StringBuilder users = new StringBuilder();
        if (config.users().isEmpty()) {
            users.append(user("default", "<no_password/>", "default", USERS_RIGHTS));
        } else {
            users.append(user("default", "<no_password/>", "default", startRights(config)));
            users.append(user(OWN_USER, hashed(ownPassword), "default", USERS_RIGHTS));
            config.users()
                    .forEach((name, user) -> users.append(user(
                            name,
                            hashed(user.password().reveal()),
                            user.readOnly() ? "reading" : "default",
                            USERS_RIGHTS)));
        }
        return """
                <clickhouse>
                    <profiles>
                        <default/>
                        <reading><readonly>2</readonly></reading>
                    </profiles>
                    <quotas><default/></quotas>
                    <users>
                %s    </users>
                </clickhouse>
                """.formatted(users);
    }

    /** All requests come from the guard, which is on this host. */
    private static String user(String name, String password, String profile, List<String> rights) {
        String grants = rights.stream()
                .map(right -> "<query>GRANT " + right + "</query>")
                .collect(Collectors.joining());
        return """
                        <%1$s>
                            %2$s
                            <networks><ip>127.0.0.1</ip></networks>
                            <profile>%3$s</profile>
                            <quota>default</quota>
                            <grants>%4$s</grants>
                        </%1$s>
                """.formatted(name, password, profile, grants);
    }

    private static String hashed(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return "<password_sha256_hex>" + HexFormat.of().formatHex(digest) + "</password_sha256_hex>";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
