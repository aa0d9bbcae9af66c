package io.borescope.receiver.hostspecs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The software that makes the hardware a host.
 *
 * @param identity what tells this host from others: its machine id, if it has one. Stays within the agent
 */
record OperatingSystem(String identity, String kernelRelease, String name, String architecture) {
    private static final String HOST_ID_DOMAIN = "observoor-host-id-v1:";
    private static final String SERIAL_DOMAIN = "borescope-serial-v1:";
    private static final int HASH_BYTES = 16;

    static OperatingSystem read(HostFiles files) {
        String kernel = files.line("proc/sys/kernel/osrelease");
        String architecture = machine();
        return new OperatingSystem(identity(files, kernel, architecture), kernel, name(files), architecture);
    }

    /** As Linux calls it. */
    private static String machine() {
        String java = System.getProperty("os.arch", "");
        return java.equals("amd64") ? "x86_64" : java;
    }

    private static String name(HostFiles files) {
        Map<String, String> release = new HashMap<>();
        for (String line : files.lines("etc/os-release")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                release.put(
                        line.substring(0, equals).strip(),
                        unquoted(line.substring(equals + 1).strip()));
            }
        }
        String pretty = release.getOrDefault("PRETTY_NAME", "");
        String plain = release.getOrDefault("NAME", "") + " " + release.getOrDefault("VERSION", "");
        return pretty.isEmpty() ? plain.strip() : pretty;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String identity(HostFiles files, String kernel, String architecture) {
        String machineId = files.line("etc/machine-id");
        if (!machineId.isEmpty()) {
            return "machine-id:" + machineId;
        }
        String hostname = files.line("proc/sys/kernel/hostname");
        return hostname.isEmpty() ? "fallback:" + kernel + ":" + architecture : "hostname:" + hostname;
    }

    /** The same as long as the installation stays. Hashed as Observoor does, so that rows of both are about the same host. */
    String hostId() {
        return "h_" + hash(HOST_ID_DOMAIN + identity);
    }

    /** A serial number as a hash that cannot be found by trying numbers, as it takes the host's identity too. */
    String hashedSerial(String serial) {
        return serial.isEmpty() ? "" : "s_" + hash(SERIAL_DOMAIN + identity + ":" + serial);
    }

    /** The first half of a text's SHA-256, in hexadecimal. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
