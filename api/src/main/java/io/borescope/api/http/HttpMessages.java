package io.borescope.api.http;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words for what went wrong with a request. */
public final class HttpMessages {
    private static final int QUOTED_CHARACTERS = 200;
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    private HttpMessages() {}

    /** The beginning of what a server says, harmless in a log. */
    public static String quotable(String text) {
        String clean = CONTROL_CHARACTERS.matcher(text).replaceAll(" ").strip();
        return clean.codePointCount(0, clean.length()) <= QUOTED_CHARACTERS
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, QUOTED_CHARACTERS)) + "…";
    }

    /** What an {@link java.net.http.HttpClient} failed with, in words for users. */
    public static String reason(@Nullable Throwable failure) {
        String message = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the host name is not known";
            }
            if (message.isEmpty() && cause.getMessage() != null) {
                message = cause.getClass().getSimpleName() + ": " + quotable(cause.getMessage());
            }
        }
        if (message.isEmpty() && failure instanceof ConnectException) {
            return "cannot connect; is the endpoint right, and does anybody listen there?";
        }
        return message.isEmpty() && failure != null ? failure.getClass().getSimpleName() : message;
    }
}
