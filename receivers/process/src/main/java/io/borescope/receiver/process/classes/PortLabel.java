package io.borescope.receiver.process.classes;

import io.borescope.api.config.Problems;
import io.borescope.receiver.process.classes.PortRule.Transport;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A label as users give it by a port: {@code "5432": postgres}, {@code "53/udp": dns}.
 *
 * @param port 1 to 65535
 */
public record PortLabel(Transport transport, int port, String label) {
    private static final Pattern KEY = Pattern.compile("([0-9]{1,5})(/tcp|/udp)?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Reads an entry, or nothing if its key is none. */
    public static Optional<PortLabel> parse(String key, String label) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches() || !isPort(Integer.parseInt(matcher.group(1)))) {
            return Optional.empty();
        }
        Transport transport = "/udp".equals(matcher.group(2)) ? Transport.UDP : Transport.TCP;
        return Optional.of(new PortLabel(transport, Integer.parseInt(matcher.group(1)), label));
    }

    /** Whether a number can be a port. */
    public static boolean isPort(int port) {
        return port > 0 && port <= 65_535;
    }

    /** Reports what is wrong with a map of ports and labels. */
    public static void validateAll(String key, Map<String, String> labels, Problems problems) {
        labels.forEach((port, label) -> {
            String at = key + "." + port;
            if (parse(port, label).isEmpty()) {
                problems.add(at, "\"%s\" is no port. Write 5432, or 53/udp.", port);
            }
            validate(at, label, problems);
        });
    }

    static void validate(String key, String label, Problems problems) {
        if (!LABEL.matcher(label).matches()) {
            problems.add(key, "\"%s\" is no label. Use a-z, 0-9, dot, dash and underscore, at most 64.", label);
        }
    }
}
