package io.borescope.engine.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine. */
final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** Asks the kernel first: that needs no network stack and no resolver, which may be slow. */
    static String find() {
        try {
            return Files.readString(KERNEL).strip();
        } catch (IOException e) {
            return byResolver();
        }
    }

    private static String byResolver() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
