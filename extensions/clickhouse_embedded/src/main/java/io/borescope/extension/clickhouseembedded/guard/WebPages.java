package io.borescope.extension.clickhouseembedded.guard;

import java.util.Locale;
import java.util.Optional;

/**
 * Keeps web pages of other sites from using a browser on this host to reach an engine that asks for no password: a page may send a query
 * to any address, and with a name of its own that resolves to a loopback address it may also read the answer.
 */
final class WebPages {
    private WebPages() {}

    static void refuseForeign(Head head) throws RefusedException {
        String host = head.value("host").orElse("").toLowerCase(Locale.ROOT);
        Optional<String> origin = head.value("origin").map(value -> value.toLowerCase(Locale.ROOT));
        if (!host.isEmpty() && !isLocal(withoutPort(host))) {
            throw new RefusedException(403, "Address the engine as localhost or by its IP address.");
        }
        if (origin.isPresent() && !origin.get().equals("http://" + host)) {
            throw new RefusedException(403, "A web page of another site may not use the engine.");
        }
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":[0-9]*$", "");
    }

    private static boolean isLocal(String name) {
        return name.equals("localhost") || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || name.startsWith("[");
    }
}
