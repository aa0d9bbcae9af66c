package io.borescope.api.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen, or whom to connect to: {@code 127.0.0.1:4317}, {@code localhost:4317}, {@code [::1]:4317}. To listen on all interfaces one
 * may leave the host out, as the OpenTelemetry Collector lets: {@code :4317}. Who connects must refuse that.
 *
 * @param host a name or an address, an IPv6 address without brackets; empty for all interfaces
 * @param port 0 to 65535; listening at 0 lets the system choose
 */
public record HostPort(String host, int port) {
    /** Regular expression of the written form, common to Java and ECMA-262; a port that is too large fits too. */
    public static final String SYNTAX = "(?:\\[([0-9a-fA-F:.]{2,45})\\]|([0-9A-Za-z._-]{0,253})):([0-9]{1,5})";

    private static final int LARGEST_PORT = 0xffff;
    private static final Pattern TEXT = Pattern.compile(SYNTAX);

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException with a message for users if the text is not that
     */
    public static HostPort parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > LARGEST_PORT) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not host:port. Write one such as 127.0.0.1:4317 or [::1]:4317.");
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new HostPort(host, Integer.parseInt(matcher.group(3)));
    }

    /** Whether only this machine is meant. A name that cannot be resolved counts as one of another. */
    public boolean isLoopback() {
        if (host.isEmpty()) {
            return false;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether all interfaces of this machine are meant: no host, or the address {@code 0.0.0.0} or {@code [::]}. Asks nobody about names. */
    public boolean isEveryInterface() {
        try {
            return host.isEmpty() || InetAddress.ofLiteral(host).isAnyLocalAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    /**
     * Warns of a place to listen at where everybody is let in who reaches this machine, for {@link ComponentConfig#validate}.
     *
     * @param key where it stands
     * @param what they can do then: {@code send}, {@code read the metrics}
     */
    public void warnOfEveryInterface(String key, String what, Problems problems) {
        if (isEveryInterface()) {
            problems.warn(
                    key,
                    "\"%s\" means all interfaces: whoever reaches this machine can %s. If only this machine shall, write 127.0.0.1:%d.",
                    this,
                    what,
                    port);
        }
    }

    /** For sockets; unresolved if the name means nothing here. */
    public InetSocketAddress toSocketAddress() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
