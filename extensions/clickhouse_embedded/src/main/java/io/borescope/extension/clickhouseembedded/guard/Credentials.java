package io.borescope.extension.clickhouseembedded.guard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Refuses requests that do not name a user. The engine would take them as coming from its user {@code default}, which cannot be given a
 * password, because the engine itself starts as that user. Passwords are the engine's business.
 */
final class Credentials {
    private static final String BUILT_IN_USER = "default";

    private Credentials() {}

    static void require(Request request) throws RefusedException {
        List<String> users = new ArrayList<>();
        for (Head.Field field : request.head().fields()) {
            if (field.is("x-clickhouse-user")) {
                users.add(field.value());
            } else if (field.is("authorization")) {
                users.add(basicUser(field.value()));
            }
        }
        addParameters(request.target(), users);
        if (users.size() != 1 || users.getFirst().isEmpty() || users.getFirst().equals(BUILT_IN_USER)) {
            throw new RefusedException(
                    401,
                    "Name one user, with its password: Authorization: Basic, or X-ClickHouse-User"
                            + " and X-ClickHouse-Key.");
        }
    }

    /** Empty if there is none. */
    private static String basicUser(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return "";
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(6).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static void addParameters(String target, List<String> users) {
        int question = target.indexOf('?');
        for (String parameter : (question < 0 ? "" : target.substring(question + 1)).split("[&;]")) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            if (name.equals("user")) {
                users.add(equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
    }

    /** Escapes are well-formed: see {@link Request}. */
    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
