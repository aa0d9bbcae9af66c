package io.borescope.extension.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in. A caller must know the token, if there is one. Else being on this host is enough; but a browser on this host also does what
 * pages of strangers tell it to, so whatever comes from such a page is kept out: a name that a stranger lets point here (DNS rebinding) shows in {@code
 * Host}, a request across sites in {@code Sec-Fetch-Site}, and what changes something needs a header that pages of others cannot send.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class Access {
    /** Whoever changes something sends it, with any value. */
    static final String HEADER = "X-Borescope";

    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final HostPort endpoint;
    private final @Nullable Secret token;

    Access(HostPort endpoint, @Nullable Secret token) {
        this.endpoint = endpoint;
        this.token = token;
    }

    /** Why a request is refused; empty if it is let in. */
    Optional<Reply> refuse(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        if (token != null && !knows(token, headers.getFirst("Authorization"))) {
            return Optional.of(Reply.text(401, "Send the token of the admin extension: Authorization: Bearer TOKEN.\n")
                    .with("WWW-Authenticate", "Basic realm=\"borescope\", charset=\"UTF-8\""));
        }
        if (token == null && !isOwnName(headers.getFirst("Host"))) {
            return Optional.of(Reply.text(403, "Ask for this host as 127.0.0.1, localhost or [::1].\n"));
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !OWN_SITES.contains(site)) {
            return Optional.of(Reply.text(403, "Pages of others may not ask here.\n"));
        }
        boolean changes = exchange.getRequestMethod().equals("POST");
        if (changes && headers.getFirst(HEADER) == null) {
            return Optional.of(Reply.text(403, "Send the header " + HEADER + ": 1 with what changes something.\n"));
        }
        return Optional.empty();
    }

    private static boolean knows(Secret token, @Nullable String authorization) {
        String given = "";
        if (authorization != null && authorization.startsWith(BEARER)) {
            given = authorization.substring(BEARER.length());
        } else if (authorization != null && authorization.startsWith(BASIC)) {
            given = password(authorization.substring(BASIC.length()));
        }
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), token.reveal().getBytes(StandardCharsets.UTF_8));
    }

    /** How browsers send what a person typed; whatever stands for the user is not looked at. */
    private static String password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException noBase64) {
            return "";
        }
    }

    private boolean isOwnName(@Nullable String header) {
        if (header == null) {
            return false;
        }
        String host = header.replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.[0-9]{1,3}){3}")
                || host.equals(endpoint.host().toLowerCase(Locale.ROOT));
    }
}
