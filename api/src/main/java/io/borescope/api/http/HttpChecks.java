package io.borescope.api.http;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks what users write about HTTP, for {@link io.borescope.api.config.ComponentConfig#validate}. */
public final class HttpChecks {
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    private static final int LARGEST_PORT = 65_535;

    private HttpChecks() {}

    /**
     * Wants an http or https address with a host, and no credentials in it. Does not repeat the address in messages: what is wrong with
     * it may be a password in it.
     *
     * @param key where it stands
     * @param example for messages, such as {@code https://example.org/v1/rows}
     */
    public static void endpoint(URI endpoint, String key, String example, Problems problems) {
        String scheme = requireNonNullElse(endpoint.getScheme(), "").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            problems.add(key, "does not begin with http:// or https://.");
        } else if (endpoint.getRawUserInfo() != null) {
            problems.add(key, "has a user name in it. Put credentials into headers, such as authorization.");
        } else if (endpoint.getHost() == null) {
            problems.add(key, "names no host. Write it as %s.", example);
        } else if (endpoint.getPort() == 0 || endpoint.getPort() > LARGEST_PORT) {
            problems.add(key, "has the port %d. Use 1 to %d.", endpoint.getPort(), LARGEST_PORT);
        } else if (endpoint.getRawFragment() != null) {
            problems.add(key, "has a fragment (#…), which is never sent. Leave it out.");
        }
    }

    /**
     * Wants names and values that can be sent, below the key {@code headers}.
     *
     * @param reserved names, in lower case, that the component or the HTTP client sets itself
     */
    public static void headers(Map<String, Secret> headers, Set<String> reserved, Problems problems) {
        headers.forEach((name, value) -> {
            String key = "headers." + name;
            if (!HEADER_NAME.matcher(name).matches()) {
                problems.add(key, "is not the name of a header.");
            } else if (reserved.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add(key, "is set by the agent itself. Leave it out.");
            }
            if (!HEADER_VALUE.matcher(value.reveal()).matches()) {
                problems.add(key, "holds a line break or a character that is not ASCII.");
            }
        });
    }
}
