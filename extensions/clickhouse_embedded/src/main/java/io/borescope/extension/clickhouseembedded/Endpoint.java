package io.borescope.extension.clickhouseembedded;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen.
 *
 * @param host a name or an address, an IPv6 address without brackets
 * @param port 0 lets the system choose
 */
record Endpoint(String host, int port) {
    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]{2,45})]|([0-9A-Za-z.-]{1,253})):([0-9]{1,5})");

    /** Reads {@code host:port}; null if it is not that. */
    static @Nullable Endpoint parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 0xffff) {
            return null;
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new Endpoint(host, Integer.parseInt(matcher.group(3)));
    }

    /** A name that cannot be resolved counts as one of another host. */
    boolean isLoopback() {
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

    /** Its address, with the port that was chosen. An engine that listens at every address is asked by loopback. */
    String url(int chosenPort) {
        String asked = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
        return "http://" + (asked.contains(":") ? "[" + asked + "]" : asked) + ":" + chosenPort;
    }
}
